package org.rostrum.live;

import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.Localized;
import org.rostrum.infosession.Notice;
import org.rostrum.infosession.Phase;
import org.rostrum.infosession.Switch;
import org.rostrum.question.DismissReason;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.Status;
import org.rostrum.wire.RawJson;

/// The one place that says who sees what: for each audience a pure function of the session, a row and its texts.
final class Projector {

    private Projector() {}

    /// Where a row's texts are found.
    interface Texts {
        String text(QuestionId question, int version);
    }

    /// What the audience sees of the question.
    static Projection question(Audience audience, InfoSession session, QuestionRow row, Texts texts) {
        return switch (audience) {
            case ROOM -> room(session, row, texts);
            case DESK -> new Projection.Shown(RawJson.of(desk(row, texts)));
            case STAGE -> stage(session, row, texts);
            case OVERLAY -> overlay(session, row, texts);
        };
    }

    /// What the audience sees of the session.
    static RawJson session(Audience audience, InfoSession session) {
        return RawJson.of(
                switch (audience) {
                    case ROOM -> session.phase() == Phase.DRAFT ? unopened(session) : roomSession(session);
                    case DESK -> deskSession(session);
                    case STAGE -> stageSession(session);
                    case OVERLAY -> new Views.OverlaySession(session.code().value(), session.isRehearsal());
                });
    }

    /// Whether room and overlay show any questions at all. When this turns true again every row of the room returns,
    /// which frames cannot say: clients fetch a snapshot.
    static boolean isRoomOpen(InfoSession session) {
        return session.phase() != Phase.DRAFT && !session.isOn(Switch.HIDDEN);
    }

    private static Projection room(InfoSession session, QuestionRow row, Texts texts) {
        if (row.publishedAt() == null) {
            return Projection.NEVER;
        }
        if (!row.isVisible() || !isRoomOpen(session)) {
            return Projection.GONE;
        }
        var standing = row.standing();
        return new Projection.Shown(RawJson.of(new Views.RoomQuestion(
                row.id().value(),
                row.number(),
                texts.text(row.id(), row.textVersion()),
                language(row),
                standing.status() == Status.QUEUED ? wire(Status.PUBLISHED) : wire(standing.status()),
                standing.pinned(),
                origin(row),
                name(session, row, texts),
                row.publishedAt(),
                row.airedAt(),
                standing.status() == Status.ANSWERED ? row.answeredAt() : null,
                standing.status() == Status.ANSWERED ? standing.inWriting() : null)));
    }

    private static Projection stage(InfoSession session, QuestionRow row, Texts texts) {
        if (row.publishedAt() == null || row.queuedAt() == null) {
            return Projection.NEVER;
        }
        return switch (row.status()) {
            case QUEUED, ON_AIR ->
                new Projection.Shown(RawJson.of(new Views.StageQuestion(
                        row.id().value(),
                        row.number(),
                        texts.text(row.id(), row.textVersion()),
                        language(row),
                        wire(row.status()),
                        row.status() == Status.QUEUED ? row.standing().rank() : null,
                        row.revision(),
                        name(session, row, texts),
                        row.airedAt())));
            case PENDING, PUBLISHED, ANSWERED, MERGED, DISMISSED, WITHDRAWN -> Projection.GONE;
        };
    }

    private static Projection overlay(InfoSession session, QuestionRow row, Texts texts) {
        if (row.publishedAt() == null || row.airedAt() == null) {
            return Projection.NEVER;
        }
        if (row.status() != Status.ON_AIR || !session.isOn(Switch.GRAPHIC) || !isRoomOpen(session)) {
            return Projection.GONE;
        }
        return new Projection.Shown(RawJson.of(new Views.OverlayQuestion(
                row.id().value(),
                row.number(),
                texts.text(row.id(), row.textVersion()),
                language(row),
                name(session, row, texts))));
    }

    private static Views.DeskQuestion desk(QuestionRow row, Texts texts) {
        var standing = row.standing();
        var decided = row.decided();
        var noteVersion = row.noteVersion();
        var mergedInto = standing.mergedInto();
        var answered = standing.status() == Status.ANSWERED;
        return new Views.DeskQuestion(
                row.id().value(),
                row.number(),
                texts.text(row.id(), row.textVersion()),
                language(row),
                wire(standing.status()),
                standing.held(),
                noteVersion == null ? null : new Views.Note(texts.text(row.id(), noteVersion)),
                standing.pinned(),
                standing.status() == Status.QUEUED ? standing.rank() : null,
                row.revision(),
                origin(row),
                name(row, texts),
                reason(standing.reason()),
                mergedInto == null ? null : mergedInto.value(),
                row.askedAt(),
                row.publishedAt(),
                row.queuedAt(),
                row.airedAt(),
                answered ? row.answeredAt() : null,
                answered ? standing.inWriting() : null,
                decided == null || decided.name().isEmpty() ? null : decided.name(),
                decided == null ? null : decided.at());
    }

    /// What an author sees of their own question. Held is not told, nor is a dismissal for `disrespectful` where it is
    /// set to tell nothing: what is told then is the same, field by field, as of a question that waits.
    ///
    /// @param leading the question it goes along with, at the end of what it is merged into; or the
    ///     question itself. It is told of only if the audience sees it. Where it is taken away, what went
    ///     along is not published either; the reason is told to its own author alone
    static Views.MineQuestion mine(InfoSession session, QuestionRow row, QuestionRow leading, Texts texts) {
        var standing = row.standing();
        var waits = row.isWaiting(session);
        var isAlong = standing.status() == Status.MERGED && room(session, leading, texts) instanceof Projection.Shown;
        return new Views.MineQuestion(
                row.id().value(),
                row.number(),
                texts.text(row.id(), row.textVersion()),
                language(row),
                waits ? "received" : fate(session, row, leading),
                waits ? null : reason(standing.reason()),
                isAlong ? leading.id().value() : null,
                isAlong ? leading(session, leading) : null,
                row.askedAt(),
                waits ? null : row.publishedAt(),
                standing.status() == Status.ANSWERED ? row.answeredAt() : null,
                waits ? 1 : row.revision());
    }

    private static Views.Leading leading(InfoSession session, QuestionRow leading) {
        return new Views.Leading(
                leading.number(),
                fate(session, leading, leading),
                leading.status() == Status.ANSWERED ? leading.answeredAt() : null);
    }

    private static String fate(InfoSession session, QuestionRow row, QuestionRow leading) {
        return switch (row.status()) {
            case PENDING -> "received";
            case PUBLISHED, QUEUED -> "published";
            case ON_AIR -> "onAir";
            case ANSWERED -> row.standing().inWriting() ? "answeredInWriting" : "answered";
            case MERGED ->
                switch (leading.status()) {
                    case PENDING, PUBLISHED, QUEUED, ON_AIR, ANSWERED, MERGED -> "merged";
                    case DISMISSED -> leading.isDismissedSilently(session) ? "merged" : "dismissed";
                    case WITHDRAWN -> "dismissed";
                };
            case DISMISSED -> "dismissed";
            case WITHDRAWN -> "withdrawn";
        };
    }

    /// A status as the protocol spells it.
    static String wire(Status status) {
        return switch (status) {
            case PENDING -> "pending";
            case PUBLISHED -> "published";
            case QUEUED -> "queued";
            case ON_AIR -> "onAir";
            case ANSWERED -> "answered";
            case MERGED -> "merged";
            case DISMISSED -> "dismissed";
            case WITHDRAWN -> "withdrawn";
        };
    }

    private static String language(QuestionRow row) {
        return row.standing().language().name().toLowerCase(Locale.ROOT);
    }

    private static String origin(QuestionRow row) {
        return row.origin().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String reason(@Nullable DismissReason reason) {
        return reason == null ? null : reason.name().toLowerCase(Locale.ROOT);
    }

    /// A name outside the desk: switching names off takes down those already given too.
    private static @Nullable String name(InfoSession session, QuestionRow row, Texts texts) {
        return session.isOn(Switch.NAMES) ? name(row, texts) : null;
    }

    private static @Nullable String name(QuestionRow row, Texts texts) {
        var version = row.nameVersion();
        return version == null ? null : texts.text(row.id(), version);
    }

    private static Views.UnopenedSession unopened(InfoSession session) {
        return new Views.UnopenedSession(
                session.code().value(),
                session.phase().wire(),
                session.plan().timeZone().getId(),
                session.isRehearsal());
    }

    private static Views.RoomSession roomSession(InfoSession session) {
        var plan = session.plan();
        return new Views.RoomSession(
                session.code().value(),
                session.phase().wire(),
                texts(plan.titles()),
                texts(plan.descriptions()),
                plan.startsAt(),
                plan.endsAt(),
                local(plan.starts()),
                local(plan.ends()),
                plan.timeZone().getId(),
                plan.streamUrl(),
                session.isOn(Switch.INTAKE_PAUSED),
                session.isOn(Switch.VOTING_PAUSED),
                session.isOn(Switch.SLOW_MODE),
                session.isOn(Switch.VOTING),
                session.isOn(Switch.NAMES),
                session.isOn(Switch.HIDDEN),
                notice(session.notice()),
                session.isRehearsal(),
                session.isOn(Switch.PREMODERATION));
    }

    private static Views.DeskSession deskSession(InfoSession session) {
        var room = roomSession(session);
        return new Views.DeskSession(
                room.code(),
                room.phase(),
                room.titles(),
                room.descriptions(),
                room.startsAt(),
                room.endsAt(),
                room.startsLocal(),
                room.endsLocal(),
                room.timeZone(),
                room.streamUrl(),
                room.intakePaused(),
                room.votingPaused(),
                room.slowMode(),
                room.voting(),
                room.names(),
                room.hidden(),
                room.notice(),
                room.rehearsal(),
                room.premoderation(),
                session.isOn(Switch.GRAPHIC),
                session.isOn(Switch.TELL_DISRESPECTFUL));
    }

    private static Views.StageSession stageSession(InfoSession session) {
        return new Views.StageSession(
                session.code().value(),
                session.phase().wire(),
                texts(session.plan().titles()),
                session.plan().timeZone().getId(),
                session.isOn(Switch.NAMES),
                session.isOn(Switch.HIDDEN),
                session.isOn(Switch.GRAPHIC),
                session.isRehearsal());
    }

    /// What clocks show, in ISO 8601 without an offset; the seconds are left out where there are none.
    static @Nullable String local(@Nullable LocalDateTime time) {
        return time == null ? null : time.toString();
    }

    static Views.Texts texts(Localized text) {
        return new Views.Texts(text.en(), text.fr());
    }

    private static Views.@Nullable NoticeView notice(@Nullable Notice notice) {
        return notice == null
                ? null
                : new Views.NoticeView(notice.text().en(), notice.text().fr(), notice.at());
    }
}
