package org.rostrum.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.testing.PostgresTestResource;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ConnectionsTest {

    @Inject
    Jdbi jdbi;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void tests_run_with_the_durability_of_production(String setting) {
        String value = jdbi.withHandle(handle -> handle.createQuery("select current_setting(:setting)")
                .bind("setting", setting)
                .mapTo(String.class)
                .one());

        assertThat(value).isEqualTo("on");
    }
}
