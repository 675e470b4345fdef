package org.rostrum.writer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.PaperSession.asking;
import static org.rostrum.testing.PaperSession.newId;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.VERA;
import static org.rostrum.testing.People.viewer;
import static org.rostrum.testing.StoredSession.done;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.Switch;
import org.rostrum.question.Authors;
import org.rostrum.question.QuestionCommand;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;

/// What commands leave in the database: those that changed nothing leave nothing, and finding what others left costs
/// the same however much it is.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class TracesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 300_000;

    @Inject
    Jdbi jdbi;

    @Inject
    Writers writers;

    @Inject
    Authors authors;

    @Inject
    OnRecord onRecord;

    private StoredSession session;

    @BeforeEach
    void a_live_session() {
        session = StoredSession.found(writers, anInfoSession().live());
    }

    @Test
    void who_is_refused_leaves_no_row() {
        // Given
        var question = session.published(VERA);
        session.give(MAYA, new InfoSessionCommand.Flip(Switch.INTAKE_PAUSED, true));
        var before = onRecord.rowCounts();

        // When
        session.refused(viewer(1), new QuestionCommand.Approve(question, 2));
        session.refused(viewer(2), new QuestionCommand.Withdraw(question));
        session.refused(viewer(3), new QuestionCommand.Withdraw(newId()));
        session.refused(viewer(4), new QuestionCommand.Undo(2));
        session.refused(viewer(5), asking(newId(), "When is the next class?"));

        // Then
        assertThat(onRecord.rowCounts()).isEqualTo(before);
    }

    @Test
    void who_withdraws_a_question_again_and_again_leaves_one_row() {
        // Given
        var question = session.published(VERA);
        session.give(VERA, new QuestionCommand.Withdraw(question));
        var before = onRecord.rowCounts();

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(session.give(VERA, new QuestionCommand.Withdraw(question))
                            .already())
                    .isTrue();
        }

        // Then
        assertThat(onRecord.rowCounts()).isEqualTo(before);
    }

    @Test
    void who_becomes_an_author_elsewhere_while_asking_is_one_author() {
        // Given
        var elsewhere = Authors.newId();

        // When
        var sent = jdbi.inTransaction(handle -> {
            authors.add(handle, session.id(), Map.of(VERA.participant(), elsewhere));
            var asked = session.send(VERA, asking(newId(), "When is the next class?"));
            await().atMost(PATIENCE).until(this::somebodyWaitsForTheAuthor);
            return asked;
        });

        // Then
        done(sent);
        assertThat(onRecord.rows(session)).hasSize(1).allMatch(row -> elsewhere.equals(row.author()));
    }

    private boolean somebodyWaitsForTheAuthor() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into author%'""").mapTo(Integer.class).one() == 1);
    }

    @Test
    void receipts_are_found_by_their_index_however_many_there_are() {
        jdbi.useTransaction(handle -> {
            // Given
            handle.createUpdate("""
                    insert into receipt (info_session, actor, id, digest, answer)
                    select :session, 'viewer:' || i % 50, gen_random_uuid(), :digest, '{}' from generate_series(1, :many) as i""")
                    .bind("session", session.id().value())
                    .bind("digest", HexFormat.of().parseHex("00".repeat(32)))
                    .bind("many", MANY)
                    .execute();
            handle.execute("analyze receipt");

            // When
            var plan = handle
                    .createQuery("explain " + Receipts.FIND)
                    .bind("infoSession", session.id().value())
                    .bindArray("actors", String.class, Collections.nCopies(64, "viewer:7"))
                    .bindArray("ids", UUID.class, Collections.nCopies(64, UUID.randomUUID()))
                    .mapTo(String.class)
                    .stream()
                    .collect(joining("\n"));

            // Then
            assertThat(plan)
                    .containsPattern("Index Scan using receipt_pkey on receipt")
                    .containsPattern("Index Cond: .*info_session.* AND .*actor.* AND .*id")
                    .doesNotContain("Seq Scan");
            handle.rollback();
        });
    }
}
