package org.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rostrum.testing.PackagedServer;

/// An audience that sends what it may not, as fast as its connections may, does not take the desk out of service and
/// leaves nothing in the database. How long the desk waits meanwhile is the benchmark's to measure.
class HostileAudienceIT {

    private static final int SOCKETS = 300;
    private static final int DECISIONS = 100;

    @TempDir
    static Path folder;

    @Test
    void the_desk_is_served_and_no_table_grows() throws Exception {
        try (var server = PackagedServer.start(folder)) {
            // When
            var hostile = HostileAudience.play(server.host(), folder, server.address(), SOCKETS, DECISIONS);

            // Then
            assertThat(hostile.notAcknowledged()).isEmpty();
            assertThat(hostile.leftBehind()).isEmpty();
            assertThat(hostile.answers()).containsKeys("nack not-allowed", "nack unknown-question", "retry");
            assertThat(hostile.troubles()).isZero();
            assertThat(server.output()).noneMatch(line -> line.contains("ERROR"));
        }
    }
}
