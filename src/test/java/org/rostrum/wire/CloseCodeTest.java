package org.rostrum.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CloseCodeTest {

    @Test
    void the_table_is_the_protocols() {
        assertThat(Arrays.stream(CloseCode.values()).map(c -> c.code() + " " + c.wire() + " " + c.then()))
                .containsExactly(
                        "1000 normal COME_BACK",
                        "1001 going-away COME_BACK",
                        "1009 too-large COME_BACK",
                        "4000 restarting COME_BACK",
                        "4001 protocol-version STOP",
                        "4003 not-allowed STOP",
                        "4004 unknown-session STOP",
                        "4008 too-slow COME_BACK",
                        "4009 malformed COME_BACK",
                        "4029 too-many-connections COME_BACK",
                        "4030 too-many-messages COME_BACK",
                        "4031 too-many-requests COME_BACK");
    }
}
