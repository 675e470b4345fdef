package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;

/// Also the one place that gives all Quarkus tests their database.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ConnectionsTest {

    private static final long SECONDS = 10;

    @Inject
    Jdbi jdbi;

    @Inject
    PgConnectOptions listening;

    @Inject
    Vertx vertx;

    @Test
    void the_pool_and_the_listening_connection_reach_the_same_database() throws Exception {
        // When
        String pooled = jdbi.withHandle(handle -> handle.createQuery("select current_database()")
                .mapTo(String.class)
                .one());
        var connection = PgConnection.connect(vertx, listening)
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        var listened = connection
                .query("select current_database()")
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        connection.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);

        // Then
        assertThat(listened.iterator().next().getString(0)).isEqualTo(pooled);
    }

    @Test
    void tests_run_with_the_durability_of_production() {
        assertThat(jdbi.<String, RuntimeException>withHandle(
                        handle -> handle.createQuery("select current_setting('fsync')")
                                .mapTo(String.class)
                                .one()))
                .isEqualTo("on");
    }

    @Test
    void an_address_without_a_port_means_the_usual_one() {
        var options = Connections.options(
                "jdbc:postgresql://db.example/rostrum?ssl=true", Optional.of("u"), Optional.empty());

        assertThat(options.getHost()).isEqualTo("db.example");
        assertThat(options.getPort()).isEqualTo(5432);
        assertThat(options.getDatabase()).isEqualTo("rostrum");
        assertThat(options.getUser()).isEqualTo("u");
    }

    @Test
    void an_address_of_another_kind_is_refused_with_the_form_expected() {
        assertThatThrownBy(() -> Connections.options("jdbc:h2:mem:x", Optional.empty(), Optional.empty()))
                .hasMessageContaining("jdbc:postgresql://host:port/database");
    }
}
