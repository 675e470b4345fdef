package org.rostrum.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything the server sends: over the socket and as server-sent events all but the last two, which are the
/// bodies of HTTP answers. Fields are those of `src/docs/protocol.md`; one that is null is left out. Positions
/// are sequence numbers within the epoch beside them, or within that of `hello` where there is none; `tag`
/// proves one.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ServerMessage.Frame.class, name = "frame"),
    @JsonSubTypes.Type(value = ServerMessage.Tally.class, name = "tally"),
    @JsonSubTypes.Type(value = ServerMessage.Mine.class, name = "mine"),
    @JsonSubTypes.Type(value = ServerMessage.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ServerMessage.Nack.class, name = "nack"),
    @JsonSubTypes.Type(value = ServerMessage.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = ServerMessage.Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = ServerMessage.Resync.class, name = "resync"),
    @JsonSubTypes.Type(value = ServerMessage.Bye.class, name = "bye"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerMessage.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = ServerMessage.Page.class, name = "page")
})
public sealed interface ServerMessage {

    /// The message as UTF-8 JSON, on one line.
    default byte[] encode() {
        return Json.bytes(this);
    }

    /// Reads a message, for tests and tools that stand where a client stands.
    /// @throws IllegalArgumentException if it is none
    static ServerMessage decode(byte[] json) {
        return Json.read(json, ServerMessage.class);
    }

    /// The first message of every connection.
    record Hello(UUID epoch, long seq, String tag, String audience, Instant at, You you, Limits limits)
            implements ServerMessage {}

    /// Who the server takes the caller for. `participant`: whether the browser bears a participant's key.
    record You(String role, @Nullable String name, boolean participant) {}

    /// What a question's text and a viewer's waiting questions are bounded by; lengths in characters.
    record Limits(int questionMin, int questionMax, int adviceFrom, int waitingMax) {}

    /// What changed in the positions (prev, seq]; `tag` is that of `seq`. `votes` are of the rows in `upsert`, where
    /// the audience sees any.
    record Frame(
            long seq,
            String tag,
            long prev,
            Instant at,
            List<RawJson> upsert,
            List<UUID> remove,
            @Nullable RawJson session,
            @Nullable Map<UUID, Long> votes)
            implements ServerMessage {}

    /// Absolute votes by question; `viewers` for staff. `rows` have risen into the bounded set without a frame that
    /// said so, and are as they are at (`epoch`, `seq`): a client takes them as it takes a page.
    record Tally(
            Map<UUID, Long> votes,
            @Nullable Long viewers,
            @Nullable UUID epoch,
            @Nullable Long seq,
            @Nullable List<RawJson> rows)
            implements ServerMessage {

        /// Votes alone.
        public Tally(Map<UUID, Long> votes, @Nullable Long viewers) {
            this(votes, viewers, null, null, null);
        }
    }

    /// The caller's own questions and their fate.
    record Mine(UUID epoch, long seq, String tag, List<RawJson> questions, List<Vote> votes) implements ServerMessage {}

    /// A vote of the caller's, with the newest counter the server has seen for it.
    record Vote(UUID question, long n, boolean on) {}

    /// Done, and stored. `already`: the goal was reached before, and by whom.
    record Ack(
            UUID id,
            @Nullable Long seq,
            Instant at,
            @Nullable UUID question,
            @Nullable Integer number,
            @Nullable Already already)
            implements ServerMessage {}

    record Already(@Nullable String by, Instant at) {}

    /// Not done. On a conflict with the present row as the caller may see it, and who changed it when.
    record Nack(
            UUID id,
            Problem problem,
            @Nullable Long retryAfterMs,
            @Nullable RawJson row,
            @Nullable String by,
            @Nullable Instant at)
            implements ServerMessage {

        /// A refusal that says nothing of any row.
        public Nack(UUID id, Problem problem) {
            this(id, problem, problem.retryAfterMs(), null, null, null);
        }
    }

    /// The outcome is not known: the same command is to be sent again.
    record Retry(UUID id, long retryAfterMs) implements ServerMessage {}

    /// Who is at the desk and on stage.
    record Presence(List<Person> people) implements ServerMessage {}

    /// Somebody of the team who is here.
    ///
    /// @param devices in how many browsers they are here by one personal link, where it is more than one
    record Person(
            String name,
            String role,
            String audience,
            @Nullable Integer devices) {

        public Person(String name, String role, String audience) {
            this(name, role, audience, null);
        }
    }

    /// Fetch a snapshot after a random wait of at most `spreadMs`; frames go on from `seq`.
    record Resync(UUID epoch, long seq, long spreadMs) implements ServerMessage {}

    /// Comes before a planned close.
    ///
    /// @param retryAfterMs how long this one connection waits before it comes back
    record Bye(Reason reason, long retryAfterMs) implements ServerMessage {

        /// Before a planned stop of the server.
        public static Bye restarting(long retryAfterMs) {
            return new Bye(Reason.RESTARTING, retryAfterMs);
        }

        public enum Reason {
            RESTARTING,
            MOVED,
            ENDED;

            @JsonValue
            String wire() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    record Pong(Instant at) implements ServerMessage {}

    /// What an audience sees at a position, bounded; `votes` has a tally for each question, `more` what each list
    /// leaves out.
    record Snapshot(
            String audience,
            UUID epoch,
            long seq,
            String tag,
            Instant at,
            RawJson session,
            List<RawJson> questions,
            Map<UUID, Long> votes,
            Map<String, Integer> more)
            implements ServerMessage {}

    /// A part of a list that the snapshot leaves out; `next` is the cursor of the part after it.
    record Page(
            UUID epoch,
            long seq,
            String tag,
            List<RawJson> questions,
            Map<UUID, Long> votes,
            @Nullable String next) implements ServerMessage {}
}
