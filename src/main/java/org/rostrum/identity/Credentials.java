package org.rostrum.identity;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a request bears to show who sent it. The identity provider's word is fetched only where staff are expected:
/// whoever just looks at a room costs the provider nothing, and is given no cookie.
///
/// @param cookies the values of all `Cookie` headers; HTTP/2 may send several
/// @param claims may wait for the provider, so not for an event loop; empty where nobody is signed in,
/// and a refusal (`unavailable`) is thrown where the provider is out of reach
public record Credentials(List<String> cookies, Supplier<Optional<Claims>> claims) {

    public Credentials {
        cookies = List.copyOf(cookies);
    }
}
