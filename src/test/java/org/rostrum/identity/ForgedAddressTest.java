package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// Behind a proxy limits count by what the proxy tells of its client, and not by what the client tells of itself.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(ForgedAddressTest.BehindProxies.class)
class ForgedAddressTest {

    private static final int KEYS = 3;

    public static final class BehindProxies implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "rostrum.limits.keys-per-network",
                    String.valueOf(KEYS),
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "127.0.0.1,10.1.0.0/16");
        }
    }

    @Test
    void who_invents_the_beginning_of_the_list_is_one_network_all_the_same() {
        assertThat(IntStream.range(0, 3 * KEYS).map(i -> mint("198.51.100." + i + ", 203.0.113.7")))
                .contains(429);
        assertThat(IntStream.range(0, 3 * KEYS).map(i -> mint("198.51.100." + i + ", 203.0.113.8, 10.1.2." + i)))
                .contains(429);
    }

    @Test
    void clients_of_one_proxy_are_counted_apart() {
        assertThat(IntStream.range(0, 3 * KEYS).map(i -> mint("192.0.2." + i))).containsOnly(204);
    }

    private static int mint(String forwarded) {
        return given().header("X-Forwarded-For", forwarded)
                .post("/api/participant")
                .statusCode();
    }
}
