package org.rostrum.question;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;

/// Which opaque author a participant is in a session. The table behind it is the only place where the two meet.
@ApplicationScoped
public class Authors {

    /// The author a participant already is here; looking writes nothing.
    public Optional<AuthorId> find(Handle handle, InfoSessionId infoSession, Participant participant) {
        return handle.createQuery("select id from author where info_session = :session and participant = :participant")
                .bind("session", infoSession.value())
                .bind("participant", key(participant))
                .mapTo(UUID.class)
                .findOne()
                .map(AuthorId::new);
    }

    /// The authors of all these participants, made where they have asked or voted nothing here before.
    public Map<Participant, AuthorId> resolve(
            Handle handle, InfoSessionId infoSession, Collection<Participant> participants) {
        var authors = new HashMap<Participant, AuthorId>();
        if (participants.isEmpty()) {
            return authors;
        }
        var insert = handle.prepareBatch(
                "insert into author (info_session, participant, id) values (:session, :participant, :id) on conflict do nothing");
        participants.stream()
                .map(Participant::keyHash)
                .sorted()
                .forEach(hash -> insert.bind("session", infoSession.value())
                        .bind("participant", HexFormat.of().parseHex(hash))
                        .bind("id", UuidCreator.getTimeOrderedEpoch())
                        .add());
        insert.execute();
        handle.createQuery(
                        "select participant, id from author where info_session = :session and participant = any(:participants)")
                .bind("session", infoSession.value())
                .bindArray(
                        "participants",
                        byte[].class,
                        participants.stream().map(Authors::key).toList())
                .map((row, _) -> authors.put(
                        new Participant(HexFormat.of().formatHex(row.getBytes("participant"))),
                        new AuthorId(row.getObject("id", UUID.class))))
                .list();
        return authors;
    }

    private static byte[] key(Participant participant) {
        return HexFormat.of().parseHex(participant.keyHash());
    }
}
