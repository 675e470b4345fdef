package org.rostrum.web;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.rostrum.pace.Network;
import org.rostrum.refusal.Refused;

/// Where pages say that something in them has failed. Runs on the event loop; nothing is stored.
@Path("/api/page-faults")
@Consumes(MediaType.APPLICATION_JSON)
class PageFaultResource {

    private final PageFaults faults;

    PageFaultResource(PageFaults faults) {
        this.faults = faults;
    }

    /// What a page sends; all of it may be missing.
    record Report(
            @Nullable String page,
            @Nullable String message,
            @Nullable String at) {}

    /// Takes one.
    ///
    /// @throws Refused `too-many-requests` where a network sends too many
    @POST
    @NonBlocking
    public Response report(@Valid @NotNull Report report, @Context HttpServerRequest request) {
        var remote = request.remoteAddress();
        faults.take(
                        PageFault.of(report.page(), report.message(), report.at()),
                        Network.of(remote == null ? "" : remote.hostAddress()))
                .ifPresent(excess -> {
                    throw new Refused(excess);
                });
        return Response.noContent().build();
    }
}
