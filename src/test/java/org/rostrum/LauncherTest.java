package org.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.QuarkusMain;
import org.junit.jupiter.api.Test;

class LauncherTest {

    @Test
    void the_launcher_is_the_main_class_of_the_packaged_server() {
        assertThat(Launcher.class).hasAnnotation(QuarkusMain.class).isFinal();
    }
}
