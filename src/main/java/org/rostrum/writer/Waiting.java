package org.rostrum.writer;

import java.util.concurrent.CompletableFuture;

/// A command in the line, and whoever waits for what becomes of it.
record Waiting(Order order, CompletableFuture<Outcome> outcome) {

    void answer(Outcome answer) {
        outcome.complete(answer);
    }
}
