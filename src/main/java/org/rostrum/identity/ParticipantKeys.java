package org.rostrum.identity;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rostrum.pace.Network;

/// Makes participants' keys and knows its own from those that somebody made up. The secrets that sign them are in the
/// database, so that a key is good at each of its servers and outlives them all. Any thread; only what says so waits
/// for the database.
@Singleton
public class ParticipantKeys {

    private static final Logger LOG = Logger.getLogger(ParticipantKeys.class);

    /// A secret signs only when every server has read it, which each does every minute.
    private static final Duration SIGNS_AFTER = Duration.ofMinutes(3);

    private final SigningSecretRepository repository;
    private final Clock clock;
    private final RandomGenerator random;

    /// The newest first, never empty once the server has started.
    private volatile List<SigningSecret> secrets = List.of();

    @Inject
    ParticipantKeys(SigningSecretRepository repository, Clock clock, RandomGenerator random) {
        this.repository = repository;
        this.clock = clock;
        this.random = random;
    }

    /// The same outside the server, for commands at the console.
    public static ParticipantKeys over(Jdbi jdbi, Clock clock, RandomGenerator random) {
        return new ParticipantKeys(new SigningSecretRepository(jdbi), clock, random);
    }

    void start(@Observes StartupEvent event) {
        read();
    }

    /// Another server or the console may have made a new one.
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            read();
        } catch (JdbiException e) {
            LOG.debugf(e, "the signing secrets could not be read; those known stay");
        }
    }

    /// Waits for the database.
    void read() {
        var stored = repository.all();
        if (stored.isEmpty()) {
            repository.insert(SigningSecret.random(1, random, clock.instant()));
            stored = repository.all();
        }
        secrets = List.copyOf(stored);
    }

    /// Makes a new secret, which signs in a few minutes' time. Keys that the present one has signed stay good until
    /// this is done once more; older ones count as none from now on. Waits for the database.
    public void rotate() {
        read();
        int newest = secrets.getFirst().generation();
        repository.insert(SigningSecret.random(newest + 1, random, clock.instant()));
        repository.deleteBefore(newest);
        read();
    }

    /// A new key.
    ///
    /// @param address the network address that asks
    ParticipantKey mint(String address) {
        var secret = signing();
        return ParticipantKey.mint(random, clock.instant(), tag(address, secret), secret);
    }

    /// What stands for a network: enough to count networks by, too little to tell which it is.
    private static short tag(String address, SigningSecret secret) {
        return ByteBuffer.wrap(secret.sign(Network.prefix(address))).getShort();
    }

    /// The oldest signs where all are new.
    private SigningSecret signing() {
        var known = secrets;
        var readByAll = clock.instant().minus(SIGNS_AFTER);
        return known.stream()
                .filter(secret -> !secret.madeAt().isAfter(readByAll))
                .findFirst()
                .orElseGet(known::getLast);
    }

    /// The participant of a key that one of the secrets has signed; empty for what was made up.
    Optional<Participant> participant(String sent) {
        return ParticipantKey.parse(sent)
                .filter(key -> secrets.stream().anyMatch(key::isSignedBy))
                .map(ParticipantKey::participant);
    }
}
