package org.rostrum.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// The subscribers of one feed that share a loop. A broadcast is one task.
final class Group {

    private final Executor loop;

    /// Owned by the loop.
    private final List<Subscriber> members = new ArrayList<>();

    /// Who has joined or is about to. Guarded by the feed's lock.
    int size;

    Group(Executor loop) {
        this.loop = loop;
    }

    void deliver(Broadcast broadcast) {
        execute(() -> {
            for (var member : members) {
                // in one go, while what belongs to this connection is in the processor's cache
                member.take(broadcast);
                member.flush();
            }
        });
    }

    void add(Subscriber subscriber) {
        members.add(subscriber);
    }

    /// In a task of its own, because a connection may end while the members are being walked.
    void remove(Subscriber subscriber) {
        execute(() -> members.remove(subscriber));
    }

    /// Runs a task on the loop; a loop that has ended took its connections with it.
    boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }
}
