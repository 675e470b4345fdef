package org.rostrum.question;

import java.util.UUID;

/// Names one question. The asker's browser makes it, so that asking again after a lost answer cannot ask twice.
public record QuestionId(UUID value) implements Comparable<QuestionId> {

    /// In the order of PostgreSQL's `uuid`: bytes, unsigned. `UUID.compareTo` is signed and would lock rows in
    /// another order than the database sorts them.
    @Override
    public int compareTo(QuestionId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
