package org.rostrum;

import java.io.IOException;
import java.util.Objects;
import java.util.Properties;

/// Which Rostrum this is, as the build wrote it down.
///
/// @param commit abbreviated, with `-dirty` where it was built from more than that; empty where the build had no git
record Release(String version, String commit) {

    private static final String FILE = "/release.properties";

    static Release read() throws IOException {
        var written = new Properties();
        try (var in = Release.class.getResourceAsStream(FILE)) {
            if (in != null) {
                written.load(in);
            }
        }
        return new Release(
                Objects.requireNonNullElse(written.getProperty("version"), "(not built)"),
                Objects.requireNonNullElse(written.getProperty("commit"), "").strip());
    }

    @Override
    public String toString() {
        return "Rostrum " + version + (commit.isEmpty() ? "" : " (" + commit + ")");
    }
}
