package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.rostrum.database.Outages;
import org.rostrum.database.StandingWorks;
import org.rostrum.vote.VoteLedger;
import org.rostrum.writer.Writers;

/// Says that the server is not ready while it cannot serve, though the database may accept connections: writes fail
/// one after the other, somebody has waited for an answer past every deadline, or work that must never stand still
/// does.
@Readiness
@ApplicationScoped
class ServingHealth implements HealthCheck {

    /// Longer than a batch takes whose waits all come to their deadlines.
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(20);

    private final Outages outages;
    private final StandingWorks works;
    private final Writers writers;
    private final VoteLedger ledger;

    ServingHealth(Outages outages, StandingWorks works, Writers writers, VoteLedger ledger) {
        this.outages = outages;
        this.works = works;
        this.writers = writers;
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        var command = writers.oldestUnderWay();
        var vote = ledger.oldestWaiting();
        var stuck = works.stuck();
        boolean writes = outages.canWrite();
        boolean waits = command.compareTo(FAR_TOO_LONG) > 0 || vote.compareTo(FAR_TOO_LONG) > 0;
        return HealthCheckResponse.named("Serving")
                .withData("writes", writes)
                .withData("oldestCommandMs", command.toMillis())
                .withData("oldestVoteMs", vote.toMillis())
                .withData("stuck", String.join(",", stuck))
                .status(writes && !waits && stuck.isEmpty())
                .build();
    }
}
