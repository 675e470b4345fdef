package org.rostrum.live;

import java.time.Duration;

/// How much participants and networks may do in a minute, all else being plenty.
record Limits(
        int questionsPerAddress,
        int commandsPerParticipant,
        int commandsPerAddress,
        int votesPerParticipant,
        int votesPerAddress)
        implements LiveConfig {

    static final int PLENTY = 1000;
    static final Limits NONE = new Limits(PLENTY, PLENTY, PLENTY, PLENTY, PLENTY);

    @Override
    public int connectionsPerAddress() {
        return PLENTY;
    }

    @Override
    public int unknownCodesPerAddress() {
        return PLENTY;
    }

    @Override
    public Duration idleSession() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Duration staffConnection() {
        return Duration.ofMinutes(30);
    }
}
