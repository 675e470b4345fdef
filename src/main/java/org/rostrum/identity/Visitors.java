package org.rostrum.identity;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.rostrum.refusal.Refused;

/// Recognises who sent a request or opened a socket, by cookies and by the identity provider's word. Grants are looked
/// up each time, so that a revoked link stops working with the next request; a browser without grants costs no query.
@Singleton
public class Visitors {

    private final Grants grants;
    private final AccountRepository accounts;
    private final ParticipantKeys keys;

    Visitors(Grants grants, AccountRepository accounts, ParticipantKeys keys) {
        this.grants = grants;
        this.accounts = accounts;
        this.keys = keys;
    }

    /// Who sent a request, the identity provider's word included. Waits for the database where the sender has grants or
    /// is signed in, and perhaps for the provider.
    public Visitor recognise(Credentials credentials) {
        var participant = participant(credentials.cookies());
        var grants = grants(credentials.cookies());
        try {
            return new Visitor(participant, grants, account(credentials));
        } catch (Refused outOfReach) {
            return new Visitor(participant, grants, outOfReach);
        }
    }

    private Optional<Account> account(Credentials credentials) {
        return credentials
                .claims()
                .get()
                .map(claims ->
                        new Account(accounts.get(claims.issuer(), claims.subject()), claims.name(), claims.roles()));
    }

    /// Who sent a request as one of the audience, whatever else they may be. A key that the server has not signed is
    /// none, and of several different ones none counts, for one of them is somebody else's. Does no I/O.
    ///
    /// @param cookieHeaders the values of all `Cookie` headers; HTTP/2 may send several
    public Optional<Participant> participant(List<String> cookieHeaders) {
        return only(Cookies.participant(cookieHeaders));
    }

    /// The same by the cookie that the server would set now, so that whoever is none takes a key that nobody can have
    /// planted. Does no I/O.
    Optional<Participant> participant(List<String> cookieHeaders, boolean secure) {
        return only(Cookies.participant(cookieHeaders, secure));
    }

    private Optional<Participant> only(List<String> sent) {
        var signed = sent.stream()
                .flatMap(text -> keys.participant(text).stream())
                .distinct()
                .toList();
        return signed.size() == 1 ? Optional.of(signed.getFirst()) : Optional.empty();
    }

    private List<Grant> grants(List<String> cookieHeaders) {
        return grants.use(Cookies.grants(cookieHeaders));
    }
}
