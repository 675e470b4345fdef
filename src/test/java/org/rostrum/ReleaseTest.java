package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What is handed out says what it is, and the same as the guide.
class ReleaseTest {

    @Test
    void the_build_writes_down_which_version_this_is() throws IOException {
        assertThat(Release.read().version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Release.read().commit()).matches("[0-9a-f]{12}(-dirty)?|");
    }

    @Test
    void the_unit_in_the_archive_is_the_one_of_the_guide() throws IOException {
        var unit = Files.readString(Path.of("src", "release", "rostrum.service"));

        assertThat(Files.readString(Path.of("src", "docs", "operating.md"))).contains("```ini\n" + unit + "```");
    }
}
