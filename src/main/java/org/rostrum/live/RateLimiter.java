package org.rostrum.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.rostrum.identity.Participant;
import org.rostrum.pace.Network;
import org.rostrum.pace.Pace;
import org.rostrum.pace.SharedPace;
import org.rostrum.refusal.Refusal;

/// How much of the audience's commands this node looks at: per participant, and per network with a share for each of
/// its participants. Each method takes one and answers nothing, or `too-many-requests` with the time to wait.
@ApplicationScoped
class RateLimiter {

    private final Pace<Participant> commands;
    private final SharedPace<Participant> commandsOfNetwork;
    private final Pace<Participant> votes;
    private final SharedPace<Participant> votesOfNetwork;
    private final Pace<Participant> repeatedVotes;
    private final SharedPace<Participant> questions;
    private final SharedPace<Participant> repeatedQuestions;

    RateLimiter(LiveConfig config, Clock clock) {
        this.commands = new Pace<>(config.commandsPerParticipant(), clock);
        this.commandsOfNetwork = new SharedPace<>(config.commandsPerAddress(), clock);
        this.votes = new Pace<>(config.votesPerParticipant(), clock);
        this.votesOfNetwork = new SharedPace<>(config.votesPerAddress(), clock);
        this.repeatedVotes = new Pace<>(config.votesPerParticipant(), clock);
        this.questions = new SharedPace<>(config.questionsPerAddress(), clock);
        this.repeatedQuestions = new SharedPace<>(config.questionsPerAddress(), clock);
    }

    /// Any command.
    Optional<Refusal> command(Network network, Participant participant) {
        return commands.count(participant).or(() -> commandsOfNetwork.count(network, participant));
    }

    /// A vote that is to be counted.
    Optional<Refusal> vote(Network network, Participant participant) {
        return votes.count(participant).or(() -> votesOfNetwork.count(network, participant));
    }

    /// A vote that is only looked for.
    Optional<Refusal> repeatedVote(Participant participant) {
        return repeatedVotes.count(participant);
    }

    /// A question that is to be stored.
    Optional<Refusal> question(Network network, Participant participant) {
        return questions.count(network, participant);
    }

    /// A question that is only looked for.
    Optional<Refusal> repeatedQuestion(Network network, Participant participant) {
        return repeatedQuestions.count(network, participant);
    }
}
