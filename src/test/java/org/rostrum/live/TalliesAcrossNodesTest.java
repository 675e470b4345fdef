package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.rostrum.testing.InfoSessionFixture.anInfoSession;
import static org.rostrum.testing.People.VERA;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rostrum.question.QuestionId;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.vote.Tallies;
import org.rostrum.writer.Writers;

/// Votes that another node has counted, which is a transaction here that nobody of this node is told of.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class TalliesAcrossNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Jdbi jdbi;

    @Inject
    Tallies tallies;

    @Inject
    LiveSessions sessions;

    @Inject
    TallyReader reader;

    @Inject
    Writers writers;

    private QuestionId question;
    private LiveSession shown;

    @BeforeEach
    void a_session_that_this_node_shows() {
        var session = StoredSession.found(writers, anInfoSession().live());
        question = session.published(VERA);
        shown = sessions.look(session.id()).session();
    }

    @Test
    void they_show_here() {
        jdbi.useTransaction(this::voteElsewhere);

        await().atMost(PATIENCE).until(() -> votes() == 2);
    }

    @Test
    void they_show_here_however_long_their_commit_takes() {
        jdbi.useTransaction(handle -> {
            voteElsewhere(handle);
            handle.select("select pg_sleep(4)").mapToMap().one();
        });

        await().atMost(PATIENCE).until(() -> votes() == 2);
    }

    @Test
    void what_was_missed_is_mended_by_comparing() {
        // Given: this node takes the version for read and has not read it
        shown.countUpTo(shown.talliesComplete() + 1, List.of());
        jdbi.useTransaction(this::voteElsewhere);

        // When
        reader.compare();

        // Then
        assertThat(votes()).isEqualTo(2);
    }

    @Test
    void versions_are_committed_in_their_order() {
        // Given
        long before = jdbi.withHandle(
                handle -> tallies.versions(handle, List.of(shown.id())).get(shown.id()));
        try (var first = jdbi.open()) {
            first.begin();
            first.execute("set local idle_in_transaction_session_timeout = 0");
            long version = tallies.nextVersion(first, shown.id());
            try (var second = jdbi.open()) {
                second.begin();
                second.execute("set local lock_timeout = '100ms'");

                // When
                var overtaking = catchThrowable(() -> tallies.nextVersion(second, shown.id()));

                // Then
                assertThat(version).isEqualTo(before + 1);
                assertThat(overtaking).isNotNull();
                second.rollback();
            }
            first.rollback();
        }
    }

    private void voteElsewhere(Handle handle) {
        handle.execute("set local idle_in_transaction_session_timeout = 0");
        tallies.lock(handle, List.of(question));
        handle.execute(
                "insert into vote (question, voter, n, cast_on, prior) values (?, ?, 1, true, false)",
                question.value(),
                UUID.randomUUID());
        tallies.recount(handle, List.of(question), tallies.nextVersion(handle, shown.id()));
    }

    private long votes() {
        return shown.read(replica -> replica.votes(question));
    }
}
