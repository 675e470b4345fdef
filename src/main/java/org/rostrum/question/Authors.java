package org.rostrum.question;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSessions;

/// Which opaque author a participant is in a session. The table behind it is the only place where the two meet.
@ApplicationScoped
public class Authors {

    private final InfoSessions infoSessions;

    Authors(InfoSessions infoSessions) {
        this.infoSessions = infoSessions;
    }

    /// The author a participant already is here; looking writes nothing.
    public Optional<AuthorId> find(Handle handle, InfoSessionId infoSession, Participant participant) {
        return handle.createQuery("select id from author where info_session = :session and participant = :participant")
                .bind("session", infoSession.value())
                .bind("participant", key(participant))
                .mapTo(UUID.class)
                .findOne()
                .map(AuthorId::new);
    }

    /// Which of these participants are authors here already; looking writes nothing.
    public Map<Participant, AuthorId> find(
            Handle handle, InfoSessionId infoSession, Collection<Participant> participants) {
        var authors = new HashMap<Participant, AuthorId>();
        if (participants.isEmpty()) {
            return authors;
        }
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

    /// An id for one who becomes an author.
    public static AuthorId newId() {
        return new AuthorId(UuidCreator.getTimeOrderedEpoch());
    }

    /// One of the participants has become an author in another transaction since they were looked for.
    public static final class Outrun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Outrun() {
            super("a participant has become an author meanwhile", null, false, false);
        }
    }

    /// Stores new authors. The journal's head row must be held.
    ///
    /// @throws Outrun where one of them is an author already, under another id
    public void add(Handle handle, InfoSessionId infoSession, Map<Participant, AuthorId> newcomers) {
        if (!newcomers.isEmpty() && insert(handle, infoSession, newcomers) < newcomers.size()) {
            throw new Outrun();
        }
    }

    /// In one order, because two may insert the same at the same time.
    ///
    /// @return how many were none before
    private static int insert(Handle handle, InfoSessionId infoSession, Map<Participant, AuthorId> authors) {
        var insert = handle.prepareBatch(
                "insert into author (info_session, participant, id, network) values (:session, :participant, :id, :network) on conflict do nothing");
        authors.entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getKey().keyHash()))
                .forEach(one -> insert.bind("session", infoSession.value())
                        .bind("participant", key(one.getKey()))
                        .bind("id", one.getValue().value())
                        .bindByType("network", network(one.getKey()), Short.class)
                        .add());
        return IntStream.of(insert.execute()).sum();
    }

    /// The authors of all these participants, made where they have asked or voted nothing here before. The session is
    /// kept from being deleted until the transaction ends, so that no author outlives it; none where it is gone.
    public Map<Participant, AuthorId> resolve(
            Handle handle, InfoSessionId infoSession, Collection<Participant> participants) {
        if (participants.isEmpty() || !infoSessions.keep(handle, infoSession)) {
            return Map.of();
        }
        insert(
                handle,
                infoSession,
                participants.stream().distinct().collect(Collectors.toMap(one -> one, _ -> newId())));
        return find(handle, infoSession, participants);
    }

    /// Forgets all authors of a session that is being deleted.
    public void delete(Handle handle, InfoSessionId infoSession) {
        handle.createUpdate("delete from author where info_session = :session")
                .bind("session", infoSession.value())
                .execute();
    }

    /// What somebody has asked and voted under one key goes on under another, in every session.
    void move(Handle handle, Participant from, Participant to) {
        // by way of the sessions, which are few, because there is no index over participants alone
        handle.createUpdate("""
                        update author set participant = :to, network = :network from info_session s
                        where author.info_session = s.id and author.participant = :from
                        """)
                .bind("from", key(from))
                .bind("to", key(to))
                .bindByType("network", network(to), Short.class)
                .execute();
    }

    private static @Nullable Short network(Participant participant) {
        var minting = participant.minting();
        return minting == null ? null : minting.network();
    }

    /// Which participants these authors are.
    public Map<Participant, AuthorId> participants(
            Handle handle, InfoSessionId infoSession, Collection<AuthorId> authors) {
        return handle.createQuery(
                        "select participant, id from author where info_session = :session and id = any(:authors)")
                .bind("session", infoSession.value())
                .bindArray(
                        "authors",
                        UUID.class,
                        authors.stream().map(AuthorId::value).toList())
                .map((row, _) -> Map.entry(
                        new Participant(HexFormat.of().formatHex(row.getBytes("participant"))),
                        new AuthorId(row.getObject("id", UUID.class))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static byte[] key(Participant participant) {
        return HexFormat.of().parseHex(participant.keyHash());
    }
}
