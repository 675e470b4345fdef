package org.rostrum.identity;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.rostrum.pace.Network;
import org.rostrum.pace.Pace;
import org.rostrum.refusal.Refused;

/// Makes participants of browsers: gives a key to one that has no good one. Waits for the database where an unsigned
/// key of an earlier version is exchanged.
@Singleton
class Registration {

    private final ParticipantKeys keys;
    private final Visitors visitors;
    private final Event<KeyExchanged> exchanged;
    private final Pace<Network> minted;

    Registration(
            ParticipantKeys keys, Visitors visitors, Event<KeyExchanged> exchanged, KeyConfig config, Clock clock) {
        this.keys = keys;
        this.visitors = visitors;
        this.exchanged = exchanged;
        this.minted = new Pace<>(config.keysPerNetwork(), clock);
    }

    /// A key for a browser that has no good one; empty where it has.
    ///
    /// @throws Refused `too-many-requests` where too many new ones came from that network just now
    ///
    /// @param secure whether the browser came over TLS
    /// @param address the network address it came from
    Optional<ParticipantKey> register(List<String> cookieHeaders, boolean secure, String address) {
        if (visitors.participant(cookieHeaders, secure).isPresent()) {
            return Optional.empty();
        }
        minted.count(Network.of(address)).ifPresent(excess -> {
            throw new Refused(excess);
        });
        var key = keys.mint(address);
        former(cookieHeaders, secure).ifPresent(former -> exchanged.fire(new KeyExchanged(former, key.participant())));
        return Optional.of(key);
    }

    /// Whom the browser was taken for until now: by an unsigned key, or over TLS by one under the plain name. Either
    /// may be known to somebody else, hence the new key, and none is followed where there are several.
    private Optional<Participant> former(List<String> cookieHeaders, boolean secure) {
        var plain = Cookies.plainParticipant(cookieHeaders);
        if (plain.size() != 1) {
            return Optional.empty();
        }
        var text = plain.getFirst();
        return Secret.parse(text)
                .map(ParticipantKey::former)
                .or(() -> secure ? keys.participant(text) : Optional.empty());
    }
}
