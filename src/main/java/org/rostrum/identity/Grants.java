package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// What personal links have left in browsers: used, looked through, ended. Everything here waits for the database.
@Singleton
public class Grants {

    /// A link's use is noted no more often than this.
    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    private final GrantRepository repository;
    private final SecurityRecord record;
    private final LinkConfig config;
    private final Clock clock;

    Grants(GrantRepository repository, SecurityRecord record, LinkConfig config, Clock clock) {
        this.repository = repository;
        this.record = record;
        this.config = config;
        this.clock = clock;
    }

    /// The good ones among what a browser bears, newest first. They count as used now.
    List<Grant> use(List<Secret> secrets) {
        return secrets.isEmpty()
                ? List.of()
                : repository.use(hashes(secrets), clock.instant(), idleSince(), NOTED_EVERY);
    }

    /// Those of a browser's grants that are good, in the order in which it has them.
    List<Secret> good(List<Secret> secrets) {
        var good = secrets.isEmpty()
                ? Set.<String>of()
                : repository.findGoodHashes(hashes(secrets), clock.instant(), idleSince());
        return secrets.stream()
                .filter(secret -> good.contains(HexFormat.of().formatHex(secret.hash())))
                .toList();
    }

    /// Ends what personal links have left in a browser.
    ///
    /// @return those that were good until now
    List<GrantId> end(List<Secret> secrets) {
        var ended = use(secrets);
        repository.end(ended.stream().map(Grant::id).toList(), clock.instant());
        for (var grant : ended) {
            record.write(SecurityEvent.of(SecurityEvent.Kind.SIGNED_OUT, grant));
        }
        return ended.stream().map(Grant::id).toList();
    }

    /// The grants that were ended by signing out within the last while, on whatever node, by this node's clock.
    public List<GrantId> endedWithin(Duration last) {
        return repository.endedSince(clock.instant().minus(last));
    }

    private Instant idleSince() {
        return clock.instant().minus(config.idleLimit());
    }

    private static List<byte[]> hashes(List<Secret> secrets) {
        return secrets.stream().map(Secret::hash).toList();
    }
}
