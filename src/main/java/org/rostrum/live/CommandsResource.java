package org.rostrum.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.ClientAddress;
import org.rostrum.identity.SignIn;
import org.rostrum.pace.Network;
import org.rostrum.question.QuestionId;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.wire.ClientMessage;
import org.rostrum.wire.ClientMessages;
import org.rostrum.wire.Problem;
import org.rostrum.wire.ServerMessage;

/// Commands by POST, with the same body as over the socket and into the same writer.
@Path("/api/sessions/{code}/commands")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class CommandsResource {

    private final LiveSessions sessions;
    private final Door door;
    private final SignIn signIn;
    private final Commands commands;
    private final ClientAddress clients;

    CommandsResource(LiveSessions sessions, Door door, SignIn signIn, Commands commands, ClientAddress clients) {
        this.sessions = sessions;
        this.door = door;
        this.signIn = signIn;
        this.commands = commands;
        this.clients = clients;
    }

    /// Takes one command and waits for its answer.
    ///
    /// @param word the audience as which the sender speaks: `room` where nothing is said
    @POST
    public Response take(
            @PathParam("code") String code,
            @QueryParam("audience") @Nullable String word,
            @Context RoutingContext exchange,
            String body) {
        var command = command(body);
        var audience = Audience.ofWire(word == null ? Audience.ROOM.wire() : word)
                .orElseThrow(() -> new Refused(RefusalCode.BAD_VALUE, "there is no such audience"));
        var network = Network.of(clients.of(exchange.request()));
        try (var look = sessions.look(network, code)) {
            return take(look.session(), audience, command, network, exchange);
        } catch (Refused refused) {
            if (refused.code() != RefusalCode.TOO_MANY_REQUESTS) {
                throw refused;
            }
            // the session was not looked for, so it may have stored what is sent again
            return answer(commands.unknown(command.id(), refused.refusal()));
        }
    }

    private Response take(
            LiveSession session,
            Audience audience,
            ClientMessage.Command command,
            Network network,
            RoutingContext exchange) {
        var sender = door.admit(session.id(), audience, signIn.credentials(exchange), network);
        var answer = commands.take(session, sender, command).join();
        if (answer instanceof ServerMessage.Ack ack
                && ack.question() != null
                && command.name().equals("ask")) {
            var question = new QuestionId(ack.question());
            sender.participant().ifPresent(participant -> door.asked(session, participant, question));
        }
        return answer(answer);
    }

    private static ClientMessage.Command command(String body) {
        return switch (ClientMessages.parsePosted(body)) {
            case ClientMessages.Parsed.Understood(ClientMessage.Command command) -> command;
            case ClientMessages.Parsed.Understood(ClientMessage.Ping _) ->
                throw new Refused(new Refusal(RefusalCode.UNKNOWN_TYPE, "a POST takes a command"));
            case ClientMessages.Parsed.Refused refused -> throw new Refused(refused.refusal());
        };
    }

    private static Response answer(ServerMessage message) {
        return switch (message) {
            case ServerMessage.Nack nack ->
                Response.status(nack.problem().status())
                        .type(Problem.MEDIA_TYPE)
                        .entity(nack.problem())
                        .build();
            case ServerMessage.Retry retry ->
                Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .entity(retry.encode())
                        .build();
            default -> Response.ok(message.encode()).build();
        };
    }
}
