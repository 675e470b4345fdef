package org.rostrum.infosession;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a viewer types to find an information session: six characters of an alphabet without look-alikes (no 0 O 1
/// I L U), read without regard to case. Some 594 million codes; a collision is found by the unique index and
/// another one drawn.
public record JoinCode(String value) {

    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 6;

    public JoinCode {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a join code");
        }
    }

    public static JoinCode random(RandomGenerator random) {
        var code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new JoinCode(code.toString());
    }

    /// Reads what a person typed; empty where it cannot be a code.
    public static Optional<JoinCode> parse(String typed) {
        var upper = typed.strip().toUpperCase(Locale.ROOT);
        return isWellFormed(upper) ? Optional.of(new JoinCode(upper)) : Optional.empty();
    }

    private static boolean isWellFormed(String value) {
        return value.length() == LENGTH && value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return value;
    }
}
