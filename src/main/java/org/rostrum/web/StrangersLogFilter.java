package org.rostrum.web;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/// Stands before every log handler and looks at what the libraries under our HTTP server report, which strangers can
/// bring about as often as they like. Each of those records is one line: what was thrown is named by its class and
/// origin, addresses are without join codes and queries, and no more than a few are written a minute. Where a
/// connection just ended, or a request had no `Host`, nothing is.
///
/// Our own records, and those on levels that have to be switched on, pass as they are. Any thread.
@LoggingFilter(name = "strangers")
public final class StrangersLogFilter implements Filter {

    private static final List<String> LIBRARIES = List.of(
            "io.netty",
            "io.vertx",
            "io.quarkus.vertx",
            "io.quarkus.websockets",
            "io.quarkus.resteasy",
            "org.jboss.resteasy");

    private static final Pattern CODE =
            Pattern.compile("(/(?:s|ws|desk|stage|overlay|api/sessions|api/rehearsals?)/)[^/?#\\s]+");
    private static final Pattern QUERY = Pattern.compile("\\?\\S*");
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");
    private static final String NO_HOST = "For HTTP/1.x requests, the 'Host' header is required";
    private static final int LINES_A_MINUTE = 20;
    private static final int MESSAGE_MAX = 500;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /// Guarded by this.
    private double allowance = LINES_A_MINUTE;

    /// Guarded by this.
    private long countedAt = System.nanoTime();

    /// Guarded by this.
    private long unwritten;

    @Override
    public boolean isLoggable(LogRecord logged) {
        if (logged.getLevel().intValue() < Level.INFO.intValue() || !isOfLibrary(logged.getLoggerName())) {
            return true;
        }
        var thrown = logged.getThrown();
        if (Departure.isBehind(thrown) || hasNoHost(thrown) || !take()) {
            return false;
        }
        var line = line(logged, thrown);
        logged.setThrown(null);
        if (logged instanceof ExtLogRecord record) {
            record.setMessage(line, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            logged.setMessage(line);
        }
        logged.setParameters(null);
        return true;
    }

    private static boolean isOfLibrary(@Nullable String logger) {
        return logger != null && LIBRARIES.stream().anyMatch(logger::startsWith);
    }

    private static boolean hasNoHost(@Nullable Throwable thrown) {
        return thrown != null
                && thrown.getMessage() != null
                && thrown.getMessage().startsWith(NO_HOST);
    }

    /// The thrown's own message is left out: it may repeat what somebody sent.
    private String line(LogRecord logged, @Nullable Throwable thrown) {
        var line = new StringBuilder(plain(MESSAGE.format(logged), thrown));
        if (thrown != null) {
            line.append(": ").append(thrown.getClass().getName());
            if (thrown.getStackTrace().length > 0) {
                line.append(" at ").append(thrown.getStackTrace()[0]);
            }
        }
        long left = takeUnwritten();
        if (left > 0) {
            line.append(" (and ").append(left).append(" that were not written)");
        }
        return line.toString();
    }

    private static String plain(String message, @Nullable Throwable thrown) {
        var own = withoutCodes(message);
        if (thrown != null
                && thrown.getMessage() != null
                && !thrown.getMessage().isEmpty()) {
            own = own.replace(withoutCodes(thrown.getMessage()), "");
        }
        var oneLine = own.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.length() > MESSAGE_MAX ? oneLine.substring(0, MESSAGE_MAX) : oneLine;
    }

    private static String withoutCodes(String text) {
        return QUERY.matcher(CODE.matcher(text).replaceAll("$1*")).replaceAll("");
    }

    private synchronized boolean take() {
        long now = System.nanoTime();
        allowance = Math.min(LINES_A_MINUTE, allowance + (double) LINES_A_MINUTE * (now - countedAt) / MINUTE_NANOS);
        countedAt = now;
        if (allowance < 1) {
            unwritten++;
            return false;
        }
        allowance--;
        return true;
    }

    private synchronized long takeUnwritten() {
        long left = unwritten;
        unwritten = 0;
        return left;
    }
}
