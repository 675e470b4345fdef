package org.rostrum.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.ClientAddress;
import org.rostrum.identity.SignIn;
import org.rostrum.identity.Visitors;
import org.rostrum.live.Snapshots.Listed;
import org.rostrum.live.Snapshots.Sorting;
import org.rostrum.pace.Network;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.wire.ServerMessage;

/// Where joining begins: each audience's snapshot, its pages, and what is the caller's own.
@Path("/api/sessions/{code}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SnapshotResource {

    private static final String EVERYBODYS = "no-cache";
    private static final String PRIVATE = "private, no-store";
    private static final Pattern ZERO = Pattern.compile("0(?:\\.0{0,3})?");

    private final LiveSessions sessions;
    private final Door door;
    private final Visitors visitors;
    private final SignIn signIn;
    private final Store store;
    private final ClientAddress clients;

    SnapshotResource(
            LiveSessions sessions, Door door, Visitors visitors, SignIn signIn, Store store, ClientAddress clients) {
        this.sessions = sessions;
        this.door = door;
        this.visitors = visitors;
        this.signIn = signIn;
        this.store = store;
        this.clients = clients;
    }

    @GET
    @Path("{audience: room|desk|stage|overlay}")
    public Response snapshot(
            @PathParam("code") String code, @PathParam("audience") String word, @Context RoutingContext exchange) {
        var audience = audience(word);
        var snapshot = snapshot(code, audience, exchange);
        var caching = audience.isOpen() ? EVERYBODYS : PRIVATE;
        if (snapshot.etag().equals(exchange.request().getHeader("If-None-Match"))) {
            return Response.notModified()
                    .header("ETag", snapshot.etag())
                    .header("Cache-Control", caching)
                    .build();
        }
        var accepted = Optional.ofNullable(exchange.request().getHeader("Accept-Encoding"))
                .orElse("");
        var compressed = takesGzip(accepted);
        var answer = Response.ok(compressed ? snapshot.gzip() : snapshot.json())
                .header("ETag", snapshot.etag())
                .header("Vary", "Accept-Encoding")
                .header("Cache-Control", caching);
        return compressed ? answer.header("Content-Encoding", "gzip").build() : answer.build();
    }

    /// RFC 9110 section 12.5.3: a coding with the weight 0 is one that is not taken, and `*` is every one not named.
    static boolean takesGzip(String accepted) {
        boolean any = false;
        for (var coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            var parts = coding.strip().split("\\s*;\\s*q\\s*=\\s*", 2);
            boolean taken = parts.length == 1 || !ZERO.matcher(parts[1].strip()).matches();
            if (parts[0].equals("gzip")) {
                return taken;
            }
            any |= parts[0].equals("*") && taken;
        }
        return any;
    }

    @GET
    @Path("{audience: room|desk}/page")
    public Response page(
            @PathParam("code") String code,
            @PathParam("audience") String word,
            @QueryParam("list") @Nullable String list,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("after") @Nullable String after,
            @Context RoutingContext exchange) {
        var audience = audience(word);
        try (var look = sessions.look(network(exchange), code)) {
            admit(look.session(), audience, exchange);
            var page = look.session()
                    .page(
                            audience,
                            listed(audience, list),
                            constant(Sorting.class, sort, Sorting.NEWEST),
                            after == null ? null : cursor(after));
            return Response.ok(page.encode())
                    .header("Cache-Control", audience.isOpen() ? EVERYBODYS : PRIVATE)
                    .build();
        }
    }

    @GET
    @Path("mine")
    public Response mine(@PathParam("code") String code, @Context RoutingContext exchange) {
        try (var look = sessions.look(network(exchange), code)) {
            return mine(look.session(), exchange);
        }
    }

    private Response mine(LiveSession session, RoutingContext exchange) {
        var author = visitors.participant(exchange.request().headers().getAll("Cookie"))
                .flatMap(participant -> store.author(session.id(), participant));
        var votes = author.map(known -> store.ballots(session.id(), known)).orElse(List.of()).stream()
                .map(ballot -> new ServerMessage.Vote(ballot.question().value(), ballot.n(), ballot.on()))
                .toList();
        return Response.ok(session.mine(author.orElse(null), votes).encode())
                .header("Cache-Control", PRIVATE)
                .build();
    }

    private Snapshots.Prepared snapshot(String code, Audience audience, RoutingContext exchange) {
        try (var look = sessions.look(network(exchange), code)) {
            admit(look.session(), audience, exchange);
            return look.session().snapshot(audience);
        }
    }

    private void admit(LiveSession session, Audience audience, RoutingContext exchange) {
        if (!audience.isOpen()) {
            door.admit(session.id(), audience, signIn.credentials(exchange), network(exchange));
        }
    }

    private Network network(RoutingContext exchange) {
        return Network.of(clients.of(exchange.request()));
    }

    private static Audience audience(String word) {
        return Audience.ofWire(word)
                .orElseThrow(() -> new Refused(RefusalCode.UNKNOWN_SESSION, "there is no such audience"));
    }

    private static Listed listed(Audience audience, @Nullable String word) {
        var listed = constant(Listed.class, word, Listed.PUBLISHED);
        if (!listed.isOf(audience)) {
            throw new Refused(RefusalCode.BAD_VALUE, "the " + audience.wire() + " has no such list");
        }
        return listed;
    }

    private static QuestionId cursor(String word) {
        try {
            return new QuestionId(UUID.fromString(word));
        } catch (IllegalArgumentException _) {
            throw new Refused(RefusalCode.BAD_VALUE, "no page has that cursor");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, @Nullable String word, E otherwise) {
        if (word == null) {
            return otherwise;
        }
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new Refused(RefusalCode.BAD_VALUE, "no list or order is called that");
        }
    }
}
