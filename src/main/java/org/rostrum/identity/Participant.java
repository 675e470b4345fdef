package org.rostrum.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A viewer's browser, known by the SHA-256 of its participant key (64 lower-case hexadecimal digits); the key itself
/// stays in the cookie. Two are the same whose keys are, whatever else is known of them.
///
/// @param minting when and where the key was made; null of one that is known by its hash alone
public record Participant(String keyHash, @Nullable Minting minting) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Participant {
        if (!SHA_256.matcher(keyHash).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
        }
    }

    /// When and where a key was made.
    ///
    /// @param at in whole seconds
    /// @param network 16 bits of a keyed digest of the network for which the key was made: to count by, not to name
    public record Minting(Instant at, short network) {}

    public Participant(String keyHash) {
        this(keyHash, null);
    }

    /// When the key was made, as far as it is known.
    public Optional<Instant> mintedAt() {
        return Optional.ofNullable(minting).map(Minting::at);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Participant that && keyHash.equals(that.keyHash);
    }

    @Override
    public int hashCode() {
        return keyHash.hashCode();
    }
}
