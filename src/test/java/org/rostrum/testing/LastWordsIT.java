package org.rostrum.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever reads why a test failed reads what its servers said.
class LastWordsIT {

    @TempDir
    Path folder;

    @Test
    void what_a_server_of_the_test_wrote_last_is_printed() throws IOException {
        // Given: it finds nothing to do, says so and ends
        var server = PackagedServer.run(folder, "host-link");
        server.awaitEnd();
        var printed = new ByteArrayOutputStream();

        // When
        new LastWords(new PrintStream(printed, true, UTF_8)).print("some test");

        // Then
        assertThat(server.output()).isNotEmpty();
        assertThat(printed.toString(UTF_8)).contains("some test").contains(server.output());
    }
}
