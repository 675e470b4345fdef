package org.rostrum.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.StoredSession.outcome;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.LogTape;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.writer.Outcome;
import org.rostrum.writer.Writers;

/// A database that can be read and has no room for anything new.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@TestProfile(FullDiskTest.Alone.class)
class FullDiskTest {

    /// A server that has said nothing of another outage yet.
    public static final class Alone implements QuarkusTestProfile {}

    private static final int ASKED = 20;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void senders_retry_the_node_is_not_ready_and_the_log_says_why_once() {
        // Given
        var session = StoredSession.found(writers, anInfoSession().live());
        execute("""
                create function tests_full() returns trigger language plpgsql as $$ begin
                raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100';
                end $$""");
        execute("create trigger tests_full before insert on journal_entry execute function tests_full()");
        var tape = LogTape.begin();
        try {
            // When
            var asked = IntStream.range(0, ASKED)
                    .mapToObj(i -> outcome(session.send(viewer(i), asking(newId(), "When is the next class?"))))
                    .toList();

            // Then
            assertThat(asked).allMatch(Outcome.Unknown.class::isInstance);
            assertThat(tape.records().stream().filter(line -> line.startsWith("WARN") || line.startsWith("ERROR")))
                    .singleElement()
                    .asString()
                    .contains("No space left on device");
            assertThat(readiness()).isEqualTo(503);
        } finally {
            tape.close();
            execute("drop function tests_full cascade");
        }
        assertThat(outcome(session.send(viewer(ASKED), asking(newId(), "When is the next class?"))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(readiness()).isEqualTo(200);
    }

    private int readiness() {
        return given().get(ready).statusCode();
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
