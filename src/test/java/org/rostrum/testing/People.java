package org.rostrum.testing;

import org.rostrum.identity.Actor;
import org.rostrum.identity.Participant;
import org.rostrum.identity.Role;

/// The people of the tests. The first letter of a name says what they do: H hosts, M moderates, P sits on the panel
/// and V watches.
public final class People {

    public static final Actor.Staff HANA = new Actor.Staff("hana", "Hana", Role.HOST);
    public static final Actor.Staff MAYA = new Actor.Staff("maya", "Maya", Role.MODERATOR);
    public static final Actor.Staff MILO = new Actor.Staff("milo", "Milo", Role.MODERATOR);
    public static final Actor.Staff PAUL = new Actor.Staff("paul", "Paul", Role.PANELIST);
    public static final Actor.Staff PETRA = new Actor.Staff("petra", "Petra", Role.PANELIST);
    public static final Actor.Viewer VERA = viewer(1);
    public static final Actor.Viewer VITO = viewer(2);

    private People() {}

    /// Any number of viewers; Vera is the first and Vito the second.
    public static Actor.Viewer viewer(int number) {
        return new Actor.Viewer(new Participant("%064x".formatted(number)));
    }

    /// Somebody of that role.
    public static Actor of(Role role) {
        return switch (role) {
            case VIEWER -> VERA;
            case PANELIST -> PAUL;
            case MODERATOR -> MAYA;
            case HOST -> HANA;
        };
    }
}
