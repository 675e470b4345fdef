package org.rostrum.infosession;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// How all switches of an information session stand. Immutable; the set iterates in the order of the enum.
public record Switches(Set<Switch> on) {

    public Switches {
        on = Collections.unmodifiableSet(copy(on));
    }

    /// Every switch where a new session has it.
    public static Switches defaults() {
        var on = EnumSet.noneOf(Switch.class);
        for (var each : Switch.values()) {
            if (each.onByDefault()) {
                on.add(each);
            }
        }
        return new Switches(on);
    }

    public boolean isOn(Switch which) {
        return on.contains(which);
    }

    /// The same switches with one of them set.
    public Switches with(Switch which, boolean value) {
        var next = copy(on);
        if (value) {
            next.add(which);
        } else {
            next.remove(which);
        }
        return new Switches(next);
    }

    /// Every switch by its wire word, in the order of the enum.
    public Map<String, Boolean> byWireWord() {
        var all = new LinkedHashMap<String, Boolean>();
        for (var each : Switch.values()) {
            all.put(each.wire(), isOn(each));
        }
        return all;
    }

    private static EnumSet<Switch> copy(Set<Switch> switches) {
        var copy = EnumSet.noneOf(Switch.class);
        copy.addAll(switches);
        return copy;
    }
}
