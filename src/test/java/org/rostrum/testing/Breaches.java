package org.rostrum.testing;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Where breaches of the contract are gathered until the running test ends: most are found on threads whose exceptions
/// nobody would see. [ContractKeeper] asks after each test.
final class Breaches {

    private static final int SHOWN = 5;
    private static final int LONGEST = 2_000;

    private static final ConcurrentLinkedQueue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Breaches() {}

    /// Remembers what is wrong with something, if anything is.
    static void add(List<String> faults, String what, Object text) {
        if (!faults.isEmpty()) {
            var shown = String.valueOf(text);
            FOUND.add(what + ":\n" + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + " …" : shown) + "\n  "
                    + String.join("\n  ", faults));
        }
    }

    /// Forgets them all and fails if there were any.
    static void requireNone() {
        var all = List.copyOf(FOUND);
        FOUND.clear();
        if (!all.isEmpty()) {
            throw new AssertionError("Breaches of the contract: " + all.size() + ", such as\n"
                    + String.join("\n", all.subList(0, Math.min(SHOWN, all.size()))));
        }
    }
}
