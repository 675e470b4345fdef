package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Role;
import org.rostrum.question.Caller;

/// What each command that changed something was answered, so that a retry gets the same answer. One that changed
/// nothing, refused or with its goal reached before, has none: given again it is looked at again. Kept until the
/// session is
/// archived, and those of hosts beyond, who alone go on deciding then: the rules of an archived session refuse
/// everybody else's retry, and a host's they would carry out again.
@ApplicationScoped
class Receipts {

    private static final String HOST = Role.HOST.wire() + ":";

    static final String FIND = """
            select r.actor, r.id, r.digest, r.answer from unnest(:actors, :ids) as sought (actor, id)
            cross join lateral (
                select * from receipt where info_session = :infoSession and actor = sought.actor and id = sought.id
                offset 0
            ) as r""";

    /// By whom and under which id a command was given.
    record Key(String actor, UUID id) {

        static Key of(Order order, @Nullable Caller caller) {
            return new Key(
                    Objects.requireNonNull(caller, "an order without its caller")
                            .key(),
                    order.id());
        }

        boolean isHosts() {
            return actor.startsWith(HOST);
        }
    }

    record Receipt(String digest, Outcome.Done answer) {}

    /// Those of these keys that have one. Looked up pair by pair, for the index leads from the actor to the id; by
    /// their ids alone all receipts of the session would be read.
    Map<Key, Receipt> find(Handle handle, InfoSessionId infoSession, Collection<Key> keys) {
        var receipts = new HashMap<Key, Receipt>();
        var pairs = List.copyOf(keys);
        handle.createQuery(FIND)
                .bind("infoSession", infoSession.value())
                .bindArray(
                        "actors", String.class, pairs.stream().map(Key::actor).toList())
                .bindArray("ids", UUID.class, pairs.stream().map(Key::id).toList())
                .map((row, _) -> receipts.put(
                        new Key(row.getString("actor"), row.getObject("id", UUID.class)),
                        new Receipt(
                                HexFormat.of().formatHex(row.getBytes("digest")),
                                PayloadCodec.readAnswer(row.getString("answer")))))
                .list();
        return receipts;
    }

    void save(Handle handle, InfoSessionId infoSession, Map<Key, Receipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into receipt (info_session, actor, id, digest, answer) \
                values (:infoSession, :actor, :id, :digest, :answer)""");
        receipts.forEach((key, receipt) -> batch.bind("infoSession", infoSession.value())
                .bind("actor", key.actor())
                .bind("id", key.id())
                .bind("digest", HexFormat.of().parseHex(receipt.digest()))
                .bind("answer", PayloadCodec.writeAnswer(receipt.answer()))
                .add());
        batch.execute();
    }

    /// Forgets all receipts of a session that is being deleted.
    void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from receipt where info_session = :infoSession")
                .bind("infoSession", infoSession.value())
                .execute();
    }

    /// Forgets what all but hosts were answered, in the transaction that archives the session.
    void forgetAllButHosts(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from receipt where info_session = :infoSession and not starts_with(actor, :host)")
                .bind("infoSession", infoSession.value())
                .bind("host", HOST)
                .execute();
    }
}
