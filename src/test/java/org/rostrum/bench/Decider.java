package org.rostrum.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Somebody whose decision is a frame on every screen.
interface Decider extends AutoCloseable {

    /// Decides once more; returns when the decision is on its way.
    void decide();

    /// Waits for the answer where there is one.
    void awaitAnswer() throws InterruptedException;

    @Override
    void close();

    /// The bare hub writes a frame for whatever it is sent.
    static Decider bare(Loaded hub) throws InterruptedException {
        var caller = new Crowd(hub.address(), "BARE", "room", 1);
        caller.join(List.of());
        return new Decider() {
            @Override
            public void decide() {
                caller.viewer(0).say("next");
            }

            @Override
            public void awaitAnswer() {}

            @Override
            public void close() {
                caller.close();
            }
        };
    }

    /// A moderator who pins a question and takes the pin away again: every other decision leaves all as it was.
    static Decider moderator(Loaded server, House house) throws InterruptedException {
        var answers = new LinkedBlockingQueue<String>();
        var desk = new Crowd(server.address(), house.code(), "desk", 1).hearing((_, answer) -> answers.add(answer));
        desk.join(List.of(house.host().cookieHeader()));
        return new Decider() {
            private boolean pinned;

            @Override
            public void decide() {
                pinned = !pinned;
                var body = Map.of("question", house.questions().getFirst(), "revision", 1);
                desk.viewer(0).say(House.command(pinned ? "pin" : "unpin", body));
            }

            @Override
            public void awaitAnswer() throws InterruptedException {
                var answer = answers.poll(30, TimeUnit.SECONDS);
                if (answer == null || !answer.startsWith("{\"type\":\"ack\"")) {
                    throw new IllegalStateException("a decision is answered by " + answer);
                }
            }

            @Override
            public void close() {
                desk.close();
            }
        };
    }
}
