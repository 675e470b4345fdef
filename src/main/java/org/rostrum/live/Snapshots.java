package org.rostrum.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.rostrum.hub.Position;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;
import org.rostrum.wire.RawJson;
import org.rostrum.wire.ServerMessage;

/// An audience's view at its feed's position, bounded, encoded and compressed once for all who ask for it. What the
/// set leaves out is reached by paging.
final class Snapshots {

    static final int PAGE = 50;

    private static final int BEST = 100;
    private static final int NEWEST = 50;
    private static final int DONE = 200;

    /// A snapshot's votes are at most this much older than the ledger's.
    private static final long VOTES_EVERY_NANOS = 1_000_000_000L;

    private static final Comparator<QuestionRow> NEWEST_FIRST = Comparator.comparing(
                    (QuestionRow row) -> row.publishedAt() == null ? row.askedAt() : row.publishedAt())
            .reversed()
            .thenComparing(QuestionRow::id);

    private static final Comparator<QuestionRow> LAST_ANSWERED_FIRST = Comparator.comparing(
                    (QuestionRow row) -> row.answeredAt() == null ? row.askedAt() : row.answeredAt())
            .reversed()
            .thenComparing(QuestionRow::id);

    private final Replica replica;

    /// Two nodes, or one before and after a restart, count votes apart: what one calls the same is not for the other.
    private final String maker = Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), Character.MAX_RADIX);

    // Guarded by the replica's lock.
    private final Map<Audience, Prepared> prepared = new EnumMap<>(Audience.class);
    private boolean votesStale;
    private long votesCountedAt;
    private long votesTick;

    Snapshots(Replica replica) {
        this.replica = replica;
    }

    /// A snapshot ready to be sent.
    @SuppressWarnings("ArrayRecordComponent") // told apart by the tag alone
    record Prepared(String etag, byte[] json, byte[] gzip, Map<UUID, Long> votes) {}

    /// Votes have changed; a snapshot will show it within a second.
    void votesChanged() {
        votesStale = true;
    }

    /// The audience's snapshot at the position of its feed. The replica's lock is held.
    Prepared prepare(Audience audience, Position position) {
        tickVotes();
        var etag = "\"" + audience.wire() + "-" + position.epoch() + "-" + position.seq() + "-" + maker + "-"
                + votesTick + "\"";
        var present = prepared.get(audience);
        if (present != null && present.etag().equals(etag)) {
            return present;
        }
        var rows = bounded(audience);
        var votes = showsVotes(audience) ? votes(rows) : Map.<UUID, Long>of();
        var json = snapshot(audience, position, rows, votes).encode();
        var made = new Prepared(etag, json, gzip(json), votes);
        prepared.put(audience, made);
        return made;
    }

    private void tickVotes() {
        long now = System.nanoTime();
        if (votesStale && now - votesCountedAt >= VOTES_EVERY_NANOS) {
            votesStale = false;
            votesCountedAt = now;
            votesTick++;
        }
    }

    private ServerMessage.Snapshot snapshot(
            Audience audience, Position position, Collection<QuestionRow> rows, Map<UUID, Long> votes) {
        return new ServerMessage.Snapshot(
                audience.wire(),
                position.epoch(),
                position.seq(),
                position.tag(),
                Instant.now(),
                Projector.session(audience, replica.session()),
                views(audience, rows),
                votes,
                more(audience, rows));
    }

    /// Absolute votes of the audience's bounded set.
    ServerMessage.Tally tally(Audience audience, @Nullable Long viewers) {
        return new ServerMessage.Tally(showsVotes(audience) ? votes(bounded(audience)) : Map.of(), viewers);
    }

    static boolean showsVotes(Audience audience) {
        return audience == Audience.ROOM || audience == Audience.DESK;
    }

    private Collection<QuestionRow> bounded(Audience audience) {
        return switch (audience) {
            case ROOM -> room();
            case DESK -> desk();
            case STAGE, OVERLAY -> shown(audience, _ -> true);
        };
    }

    /// On air, pinned and queued, then the best, the newest and the newest answered.
    private Collection<QuestionRow> room() {
        var published = shown(Audience.ROOM, row -> row.status() != Status.ANSWERED);
        var answered = shown(Audience.ROOM, row -> row.status() == Status.ANSWERED);
        var set = new LinkedHashSet<QuestionRow>();
        published.stream()
                .filter(row ->
                        row.status() != Status.PUBLISHED || row.standing().pinned())
                .forEach(set::add);
        answered.stream().filter(row -> row.standing().pinned()).forEach(set::add);
        published.stream().sorted(mostWanted()).limit(BEST).forEach(set::add);
        published.stream().sorted(NEWEST_FIRST).limit(NEWEST).forEach(set::add);
        answered.stream().sorted(LAST_ANSWERED_FIRST).limit(NEWEST).forEach(set::add);
        return set;
    }

    /// All that is still to be worked on, and the newest of what is done.
    private Collection<QuestionRow> desk() {
        var set = new LinkedHashSet<QuestionRow>();
        var done = new EnumMap<Status, List<QuestionRow>>(Status.class);
        for (var row : replica.rows()) {
            switch (row.status()) {
                case PENDING, PUBLISHED, QUEUED, ON_AIR -> set.add(row);
                case ANSWERED, MERGED, DISMISSED, WITHDRAWN ->
                    done.computeIfAbsent(row.status(), _ -> new ArrayList<>()).add(row);
            }
        }
        for (var list : done.values()) {
            list.sort(LAST_DECIDED_FIRST);
            list.stream().limit(DONE).forEach(set::add);
        }
        return set;
    }

    private static final Comparator<QuestionRow> LAST_DECIDED_FIRST = Comparator.comparing((QuestionRow row) ->
                    row.decided() == null ? row.askedAt() : row.decided().at())
            .reversed()
            .thenComparing(QuestionRow::id);

    /// How many of each list the set leaves out.
    private Map<String, Integer> more(Audience audience, Collection<QuestionRow> bounded) {
        var inside = bounded.stream().map(QuestionRow::id).collect(Collectors.toSet());
        var more = new TreeMap<String, Integer>();
        shown(audience, row -> !inside.contains(row.id()))
                .forEach(row -> more.merge(Projector.wire(row.status()), 1, Integer::sum));
        return more;
    }

    private List<QuestionRow> shown(Audience audience, Predicate<QuestionRow> which) {
        return replica.rows().stream()
                .filter(which)
                .filter(row -> replica.view(audience, row.id()) instanceof Projection.Shown)
                .toList();
    }

    private Comparator<QuestionRow> mostWanted() {
        return Comparator.comparingLong((QuestionRow row) -> replica.votes(row.id()))
                .reversed()
                .thenComparing(NEWEST_FIRST);
    }

    /// Which list of a page.
    enum Listed {
        PUBLISHED,
        ANSWERED,
        DISMISSED,
        MERGED,
        WITHDRAWN;

        /// Whether the audience has such a list.
        boolean isOf(Audience audience) {
            return switch (this) {
                case PUBLISHED, ANSWERED -> audience == Audience.ROOM || audience == Audience.DESK;
                case DISMISSED, MERGED, WITHDRAWN -> audience == Audience.DESK;
            };
        }
    }

    /// How a page is sorted.
    enum Sorting {
        VOTES,
        NEWEST
    }

    /// The part of a list after `after`, which is the last question of the part before; from the start where that
    /// is absent or no longer in the list. The replica's lock is held.
    ServerMessage.Page page(
            Audience audience, Position position, Listed listed, Sorting sorting, @Nullable QuestionId after) {
        var list = shown(audience, row -> isIn(listed, row)).stream()
                .sorted(order(listed, sorting))
                .toList();
        int from = 0;
        for (int i = 0; i < list.size() && after != null; i++) {
            if (list.get(i).id().equals(after)) {
                from = i + 1;
                break;
            }
        }
        var part = list.subList(from, Math.min(list.size(), from + PAGE));
        var next = from + PAGE < list.size() ? part.getLast().id().toString() : null;
        return new ServerMessage.Page(
                position.epoch(), position.seq(), position.tag(), views(audience, part), votes(part), next);
    }

    private Comparator<QuestionRow> order(Listed listed, Sorting sorting) {
        return switch (listed) {
            case PUBLISHED -> sorting == Sorting.VOTES ? mostWanted() : NEWEST_FIRST;
            case ANSWERED -> sorting == Sorting.VOTES ? mostWanted() : LAST_ANSWERED_FIRST;
            case DISMISSED, MERGED, WITHDRAWN -> LAST_DECIDED_FIRST;
        };
    }

    private static boolean isIn(Listed listed, QuestionRow row) {
        return switch (listed) {
            case PUBLISHED -> row.isVisible() && row.status() != Status.ANSWERED;
            case ANSWERED -> row.status() == Status.ANSWERED;
            case DISMISSED -> row.status() == Status.DISMISSED;
            case MERGED -> row.status() == Status.MERGED;
            case WITHDRAWN -> row.status() == Status.WITHDRAWN;
        };
    }

    private List<RawJson> views(Audience audience, Collection<QuestionRow> rows) {
        return rows.stream()
                .map(row -> replica.view(audience, row.id()))
                .flatMap(view -> view instanceof Projection.Shown(var json)
                        ? java.util.stream.Stream.of(json)
                        : java.util.stream.Stream.<RawJson>empty())
                .toList();
    }

    private Map<UUID, Long> votes(Collection<QuestionRow> rows) {
        var votes = new LinkedHashMap<UUID, Long>();
        rows.forEach(row -> votes.put(row.id().value(), replica.votes(row.id())));
        return votes;
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
