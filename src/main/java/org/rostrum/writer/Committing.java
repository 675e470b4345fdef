package org.rostrum.writer;

import jakarta.enterprise.event.Event;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.LostTransaction;
import org.rostrum.database.Outage;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.journal.Head;
import org.rostrum.refusal.Refusal;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.vote.TalliesChanged;

/// What a [Writer] does with the commands it has gathered: one transaction, the news of it to the node, and then the
/// answers. Owned by the writer's thread.
final class Committing {

    private static final Logger LOG = Logger.getLogger(Committing.class);

    private final InfoSessionId infoSession;
    private final Batch batch;
    private final Event<Committed> committed;
    private final Event<TalliesChanged> counted;
    private final WriterConfig config;
    private final Runnable whenUnknown;

    private @Nullable Head seen;

    /// @param whenUnknown is told that there is no such session
    Committing(
            InfoSessionId infoSession,
            Batch batch,
            Event<Committed> committed,
            Event<TalliesChanged> counted,
            WriterConfig config,
            Runnable whenUnknown) {
        this.infoSession = infoSession;
        this.batch = batch;
        this.committed = committed;
        this.counted = counted;
        this.config = config;
        this.whenUnknown = whenUnknown;
    }

    /// Removes the session.
    ///
    /// @return whether there was one
    boolean end() {
        return LostTransaction.runAgain(() -> batch.end(infoSession));
    }

    /// Commits them in one transaction, or, where one of them makes it fail, each in one of its own, and answers them.
    void write(List<Waiting> orders) {
        try {
            var commands = orders.stream().map(Waiting::order).toList();
            finish(orders, LostTransaction.runAgain(() -> batch.commit(infoSession, commands, seen)));
        } catch (Batch.CommitUnknown e) {
            LOG.debugf(e, "commit without an answer: infoSession=%s commands=%d", infoSession, orders.size());
            orders.forEach(one -> one.answer(unknown()));
        } catch (Refused refused) {
            if (refused.refusal().code() == RefusalCode.UNKNOWN_SESSION) {
                whenUnknown.run();
            }
            orders.forEach(one -> one.answer(new Outcome.No(refused.refusal(), null)));
        } catch (RuntimeException | AssertionError e) {
            if (orders.size() == 1 || Outage.isBehind(e) || LostTransaction.isBehind(e)) {
                // one by one, each would wait for the database as long as all together
                var failed = failed(e);
                orders.forEach(one -> one.answer(failed));
            } else {
                orders.forEach(one -> write(List.of(one)));
            }
        }
    }

    private void finish(List<Waiting> orders, Batch.Result result) {
        seen = result.head();
        if (!result.committed().entries().isEmpty()) {
            tell(() -> committed.fire(result.committed()));
        }
        if (!result.tallies().isEmpty()) {
            tell(() -> counted.fire(new TalliesChanged(result.tallies())));
        }
        for (int i = 0; i < orders.size(); i++) {
            orders.get(i).answer(result.outcomes().get(i));
        }
    }

    /// What is committed stays committed whoever cannot bear to hear of it; the tail catches up.
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "a listener failed after a commit: infoSession=%s", infoSession);
        }
    }

    private Outcome failed(Throwable e) {
        if (Outage.isBehind(e)) {
            // said by Outages, once for all sessions
            return unknown();
        }
        if (LostTransaction.isBehind(e)) {
            LOG.warnf("commands lost to other transactions: infoSession=%s cause=%s", infoSession, e.getMessage());
            return unknown();
        }
        LOG.errorf(e, "a command failed: infoSession=%s", infoSession);
        return new Outcome.No(new Refusal(RefusalCode.FAULT, "the server failed on this command"), null);
    }

    private Outcome unknown() {
        return new Outcome.Unknown(config.retryAfter());
    }
}
