package org.rostrum.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rostrum.refusal.Refusal;

/// A refusal as RFC 9457 writes it, in a `nack` and as the body of an HTTP answer. `code` is the stable word by
/// which a client chooses its sentence; `title` and `detail` are for developers and never shown to the
/// audience.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable Long retryAfterMs) {

    /// The media type of an HTTP answer that bears a problem.
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Refusal refusal) {
        var code = refusal.code().wire();
        Duration retryAfter = refusal.retryAfter();
        return new Problem(
                "urn:rostrum:problem:" + code,
                code.replace('-', ' '),
                refusal.code().status(),
                refusal.detail(),
                code,
                retryAfter == null ? null : retryAfter.toMillis());
    }
}
