package org.rostrum.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The contract in the form that machines read: AsyncAPI for sockets and streams of events, OpenAPI for the rest, and
/// the schemas of both, which they name by addresses relative to their own. Public, and readable by pages of any
/// origin, so that viewers and generators of documentation can be pointed at a running server.
@Path("/api/contract/{document}")
class ContractResource {

    /// RFC 9512; each of the two formats has a subtype of its own that fewer tools know.
    private static final String YAML = "application/yaml";

    private static final String LIFETIME = "public, max-age=300";

    private final Map<String, Document> documents = Stream.of("asyncapi.yaml", "openapi.yaml", "schemas.yaml")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Document::read));

    /// As much of a digest as tells versions of a document apart.
    private static final int TAG_BYTES = 8;

    private record Document(String text, String tag) {

        static Document read(String name) {
            try (var in = ContractResource.class.getResourceAsStream("/contract/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the contract lacks " + name);
                }
                var bytes = in.readAllBytes();
                return new Document(new String(bytes, StandardCharsets.UTF_8), tag(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String tag(byte[] bytes) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /// One of the three documents.
    @GET
    public Response document(
            @PathParam("document") String name, @Context Request conditions, @Context HttpServerRequest request) {
        var document = documents.get(name);
        if (document == null) {
            throw new NotFoundException();
        }
        var tag = new EntityTag(document.tag());
        var unchanged = conditions.evaluatePreconditions(tag);
        var answer = unchanged == null ? Response.ok(document.text(), YAML).tag(tag) : unchanged;
        // in place of the stricter policy that every answer bears already; by JAX-RS it would be a second one
        request.response().headers().set("Cross-Origin-Resource-Policy", "cross-origin");
        return answer.header(HttpHeaders.CACHE_CONTROL, LIFETIME)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
