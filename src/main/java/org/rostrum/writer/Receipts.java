package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Role;

/// What each committed command was answered, so that a retry gets the same answer. Kept until the session is
/// archived, and those of hosts beyond, who alone go on deciding then: the rules of an archived session refuse
/// everybody else's retry, and a host's they would carry out again.
@ApplicationScoped
class Receipts {

    private static final String HOST = Role.HOST.wire() + ":";

    /// By whom and under which id a command was given.
    record Key(String actor, UUID id) {

        boolean isHosts() {
            return actor.startsWith(HOST);
        }
    }

    record Receipt(String digest, Outcome.Done answer) {}

    Map<Key, Receipt> find(Handle handle, InfoSessionId infoSession, Collection<UUID> ids) {
        var receipts = new HashMap<Key, Receipt>();
        handle.createQuery(
                        "select actor, id, digest, answer from receipt where info_session = :infoSession and id = any(:ids)")
                .bind("infoSession", infoSession.value())
                .bindArray("ids", UUID.class, ids)
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

    /// Forgets what all but hosts were answered, in the transaction that archives the session.
    void forgetAllButHosts(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from receipt where info_session = :infoSession and not starts_with(actor, :host)")
                .bind("infoSession", infoSession.value())
                .bind("host", HOST)
                .execute();
    }
}
