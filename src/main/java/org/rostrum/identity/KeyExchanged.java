package org.rostrum.identity;

/// A browser with an unsigned key of an earlier version is about to be given a signed one: what it has asked and voted
/// becomes the new one's. Fired before the browser is answered; a listener's failure keeps the old key.
public record KeyExchanged(Participant former, Participant present) {}
