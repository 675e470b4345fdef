package org.rostrum.question;

import java.time.Duration;

/// How much one participant may ask in a session. The defaults are those of the house: enough for anyone with a
/// question, too little to bury the desk.
public record AskLimits(int waitingMax, int totalMax, Duration pause, Duration pauseInSlowMode) {

    public static final AskLimits DEFAULT = new AskLimits(3, 30, Duration.ofSeconds(15), Duration.ofSeconds(60));
}
