package org.rostrum.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rostrum.testing.People.MAYA;
import static org.rostrum.testing.People.viewer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rostrum.identity.Participant;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionId;
import org.rostrum.testing.InfoSessionFixture;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.testing.StoredSession;
import org.rostrum.writer.Writers;

/// From how many networks the votes of a question come. The askers, who vote first, are of no known network and count
/// as one each.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class VoteNetworksTest {

    @Inject
    Writers writers;

    @Inject
    VoteLedger ledger;

    @Inject
    VoteNetworks networks;

    @Test
    void many_votes_from_few_networks_are_told_of_and_others_are_not() throws Exception {
        // Given
        var session =
                StoredSession.found(writers, InfoSessionFixture.anInfoSession().live());
        var stuffed = session.published(viewer(1));
        var loved = session.published(viewer(2));
        var small = session.published(viewer(3));

        // When
        vote(session, stuffed, 60, 3);
        vote(session, loved, 60, 60);
        vote(session, small, 10, 1);

        // Then
        assertThat(networks.telling(session.id())).isEqualTo(Map.of(stuffed, 3 + 1));
    }

    @Test
    void of_a_group_each_network_counts_once() throws Exception {
        // Given
        var session =
                StoredSession.found(writers, InfoSessionFixture.anInfoSession().live());
        var one = session.published(viewer(1));
        var other = session.published(viewer(2));
        vote(session, one, 30, 2);
        vote(session, other, 40, 2);

        // When
        session.give(MAYA, new QuestionCommand.Merge(other, 2, one));

        // Then
        assertThat(networks.telling(session.id())).isEqualTo(Map.of(one, 2 + 2));
    }

    private void vote(StoredSession session, QuestionId question, int votes, int from) throws Exception {
        var cast = IntStream.range(0, votes)
                .mapToObj(i -> ledger.cast(session.id(), voter(question, i, from), new Ballot(question, 1, true)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(cast).get(20, TimeUnit.SECONDS);
    }

    private static Participant voter(QuestionId question, int number, int networks) {
        var hash = "%032x%032x".formatted(question.value().getLeastSignificantBits(), number);
        return new Participant(hash, new Participant.Minting(Instant.EPOCH, (short) (number % networks)));
    }
}
