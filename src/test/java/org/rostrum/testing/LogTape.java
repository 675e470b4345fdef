package org.rostrum.testing;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/// Everything that this process logs from its beginning until it is closed, ours to the finest level and that of
/// others as configured. Each record is text: message, parameters and the whole of what was thrown.
public final class LogTape extends Handler {

    private static final Logger ROOT = Logger.getLogger("");

    /// Level, logger, message and what was thrown with all its causes.
    private final Formatter formatter = new PatternFormatter("%p %c %m%n%e");

    private final Logger ours = Logger.getLogger("org.rostrum");
    private final Level level = ours.getLevel();
    private final List<String> records = new CopyOnWriteArrayList<>();

    private LogTape() {
        setLevel(Level.ALL);
    }

    public static LogTape begin() {
        var tape = new LogTape();
        tape.ours.setLevel(Level.ALL);
        ROOT.addHandler(tape);
        return tape;
    }

    public List<String> records() {
        return List.copyOf(records);
    }

    @Override
    public void publish(LogRecord logged) {
        var parameters = logged.getParameters();
        records.add(formatter.format(logged) + (parameters == null ? "" : Arrays.toString(parameters)));
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        ROOT.removeHandler(this);
        ours.setLevel(level);
    }
}
