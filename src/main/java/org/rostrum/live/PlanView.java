package org.rostrum.live;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session as its organizer sees it; `rehearsalOf` is the join code of the session a rehearsal copies.
public record PlanView(
        String code,
        String phase,
        Views.Texts titles,
        Views.Texts descriptions,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String startsLocal,
        @Nullable String endsLocal,
        String timeZone,
        @Nullable String streamUrl,
        Map<String, Boolean> switches,
        boolean rehearsal,
        @Nullable String rehearsalOf,
        String roomUrl,
        String overlayUrl) {}
