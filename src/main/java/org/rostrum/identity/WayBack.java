package org.rostrum.identity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where signing in leads back to: one of our own pages for staff and nowhere else, whatever the address says.
final class WayBack {

    private static final String OTHERWISE = "/host";
    private static final Pattern PAGE =
            Pattern.compile("/(?:host(?:/[A-Za-z0-9]{1,12})?|(?:desk|stage)/[A-Za-z0-9]{1,12}|"
                    + "sign-in/in)(?:\\?[A-Za-z0-9=&_.-]{0,200})?");

    private WayBack() {}

    static String to(@Nullable String asked) {
        return asked != null && PAGE.matcher(asked).matches() ? asked : OTHERWISE;
    }
}
