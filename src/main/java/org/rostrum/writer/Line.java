package org.rostrum.writer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.rostrum.identity.Role;

/// The commands that wait for one writer: those of staff in a line of their own, which goes first and in which the
/// audience takes no place. Of four places one is the audience's where anybody of it waits, so that they are never
/// kept waiting for good; and a batch that staff wait for takes no more than a quarter of its places from the audience,
/// so that it is soon done. Not for several threads.
final class Line<T> {

    private static final int AUDIENCE_ONE_IN = 4;

    private final int staffMax;
    private final int audienceMax;
    private final Deque<T> staff = new ArrayDeque<>();
    private final Deque<T> audience = new ArrayDeque<>();
    private int staffInARow;

    Line(int staffMax, int audienceMax) {
        this.staffMax = staffMax;
        this.audienceMax = audienceMax;
    }

    /// Lines up behind those of the same kind.
    ///
    /// @return false where there is no place left
    boolean offer(T one, Role role) {
        var own = role == Role.VIEWER ? audience : staff;
        return own.size() < (role == Role.VIEWER ? audienceMax : staffMax) && own.add(one);
    }

    int size() {
        return staff.size() + audience.size();
    }

    boolean isEmpty() {
        return staff.isEmpty() && audience.isEmpty();
    }

    /// Takes a batch out of the line, each kind in its order.
    void takeInto(Collection<T> batch, int max) {
        int places = staff.isEmpty() ? max : Math.max(1, max / AUDIENCE_ONE_IN);
        for (int i = 0; i < max && !isEmpty(); i++) {
            var audienceIsNext = staff.isEmpty() || staffInARow == AUDIENCE_ONE_IN - 1;
            if (audienceIsNext && places > 0 && !audience.isEmpty()) {
                batch.add(audience.remove());
                places--;
                staffInARow = 0;
            } else if (!staff.isEmpty()) {
                batch.add(staff.remove());
                staffInARow = Math.min(staffInARow + 1, AUDIENCE_ONE_IN - 1);
            } else {
                return;
            }
        }
    }

    /// Takes out all.
    List<T> drain() {
        var all = new ArrayList<T>(staff);
        all.addAll(audience);
        staff.clear();
        audience.clear();
        return all;
    }
}
