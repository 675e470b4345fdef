package org.rostrum.hub;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/// The frames that lead from a position in the past to where a feed is, each made once for all who stand there.
/// Guarded by the feed's lock.
final class CatchUps {

    private static final Logger LOG = Logger.getLogger(CatchUps.class);

    /// Frames kept for others who stand where the first stood: after a pause in the network many do.
    private static final int MAX_MEMO = 64;

    private final HubConfig.Frame limits;
    private final FrameMaker maker;
    private final Backlog backlog;
    private final Map<Long, CatchUp> memo = new HashMap<>();

    CatchUps(HubConfig config, FrameMaker maker, long seq) {
        this.limits = config.frame();
        this.maker = maker;
        this.backlog = new Backlog(config.backlog(), seq);
    }

    /// The feed has come to `seq`.
    void add(long seq, Collection<UUID> touched, boolean sessionTouched) {
        memo.clear();
        backlog.add(seq, touched, sessionTouched);
    }

    /// The feed has come to `seq`, and no frame leads there from before.
    void reset(long seq) {
        memo.clear();
        backlog.reset(seq);
    }

    /// The first position from which a frame may lead here.
    long floor() {
        return backlog.floor();
    }

    /// What leads from a cursor to where the feed is.
    CatchUp between(Position cursor, Position here) {
        if (!cursor.epoch().equals(here.epoch())) {
            return new CatchUp.Lost();
        }
        return cursor.seq() >= here.seq() ? new CatchUp.Nothing() : from(cursor.seq(), here);
    }

    /// What leads from a position of the same epoch to where the feed is.
    CatchUp from(long prev, Position here) {
        if (memo.size() == MAX_MEMO) {
            memo.clear();
        }
        return memo.computeIfAbsent(
                prev, _ -> frame(prev, here).<CatchUp>map(by -> by).orElseGet(CatchUp.Lost::new));
    }

    private Optional<CatchUp.By> frame(long prev, Position to) {
        var span = backlog.since(prev).filter(s -> s.touched().size() <= limits.maxRows());
        if (span.isEmpty()) {
            return Optional.empty();
        }
        try {
            var touched = Set.copyOf(span.get().touched());
            var frame = maker.frame(prev, to, touched, span.get().sessionTouched());
            var votes = Objects.requireNonNullElse(frame.votes(), Map.<UUID, Long>of());
            return Optional.of(new CatchUp.By(to, Encoded.shared(frame), votes))
                    .filter(by -> by.frame().size() <= limits.maxSize().asLongValue());
        } catch (RuntimeException e) {
            // a snapshot may be possible where a frame is not; nobody is to stand still for it
            LOG.errorf(e, "No frame could be made from %d to %d", prev, to.seq());
            return Optional.empty();
        }
    }
}
