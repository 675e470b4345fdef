package org.rostrum.hub;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// An event loop whose turns are taken by the test.
final class HandLoop implements Executor {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    boolean runOne() {
        var task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    void runAll() {
        while (runOne()) {}
    }
}
