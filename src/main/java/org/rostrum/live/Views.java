package org.rostrum.live;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The shapes in which audiences see questions and sessions, field for field as `src/docs/protocol.md` lists them.
/// Absent fields are null and left out. Only the projector makes them.
final class Views {

    private Views() {}

    record RoomQuestion(
            UUID id,
            int number,
            String text,
            String language,
            String status,
            boolean pinned,
            String origin,
            @Nullable String name,
            Instant publishedAt,
            @Nullable Instant airedAt,
            @Nullable Instant answeredAt,
            @Nullable Boolean inWriting) {}

    record DeskQuestion(
            UUID id,
            int number,
            String text,
            String language,
            String status,
            boolean held,
            @Nullable Note note,
            boolean pinned,
            @Nullable Long rank,
            int revision,
            String origin,
            @Nullable String name,
            @Nullable String reason,
            @Nullable UUID mergedInto,
            Instant askedAt,
            @Nullable Instant publishedAt,
            @Nullable Instant queuedAt,
            @Nullable Instant airedAt,
            @Nullable Instant answeredAt,
            @Nullable Boolean inWriting,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt) {}

    record Note(String text) {}

    record StageQuestion(
            UUID id,
            int number,
            String text,
            String language,
            String status,
            @Nullable Long rank,
            int revision,
            @Nullable String name,
            @Nullable Instant airedAt) {}

    record OverlayQuestion(
            UUID id,
            int number,
            String text,
            String language,
            @Nullable String name) {}

    record MineQuestion(
            UUID id,
            int number,
            String text,
            String language,
            String fate,
            @Nullable String reason,
            @Nullable UUID mergedInto,
            @Nullable Leading leading,
            Instant askedAt,
            @Nullable Instant publishedAt,
            @Nullable Instant answeredAt,
            int revision) {}

    /// What the audience sees of the question that one's own goes along with.
    record Leading(int number, String fate, @Nullable Instant answeredAt) {}

    record Texts(@Nullable String en, @Nullable String fr) {}

    record NoticeView(@Nullable String en, @Nullable String fr, Instant at) {}

    /// Before a session is published its room shows nothing but that there is one.
    record UnopenedSession(String code, String phase, String timeZone, boolean rehearsal) {}

    record RoomSession(
            String code,
            String phase,
            Texts titles,
            Texts descriptions,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String startsLocal,
            @Nullable String endsLocal,
            String timeZone,
            @Nullable String streamUrl,
            boolean intakePaused,
            boolean votingPaused,
            boolean slowMode,
            boolean voting,
            boolean names,
            boolean hidden,
            @Nullable NoticeView notice,
            boolean rehearsal,
            boolean premoderation) {}

    record DeskSession(
            String code,
            String phase,
            Texts titles,
            Texts descriptions,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String startsLocal,
            @Nullable String endsLocal,
            String timeZone,
            @Nullable String streamUrl,
            boolean intakePaused,
            boolean votingPaused,
            boolean slowMode,
            boolean voting,
            boolean names,
            boolean hidden,
            @Nullable NoticeView notice,
            boolean rehearsal,
            boolean premoderation,
            boolean graphic,
            boolean tellDisrespectful) {}

    record StageSession(
            String code,
            String phase,
            Texts titles,
            String timeZone,
            boolean names,
            boolean hidden,
            boolean graphic,
            boolean rehearsal) {}

    record OverlaySession(String code, boolean rehearsal) {}
}
