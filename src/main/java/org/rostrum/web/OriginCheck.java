package org.rostrum.web;

import jakarta.inject.Singleton;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rostrum.address.Origin;
import org.rostrum.address.PublicAddress;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;

/// Says whether a request that changes something, or opens a socket, was sent by one of our own pages. Browsers put
/// `Origin` on each of those, and newer ones `Sec-Fetch-Site`; neither can be set by a page's script. A request with
/// neither does not come from a browser and carries nobody's cookies but its sender's own.
///
/// Thread-safe, does no I/O but a look at the machine's network interfaces.
@Singleton
public class OriginCheck {

    private final PublicAddress address;

    OriginCheck(PublicAddress address) {
        this.address = address;
    }

    /// Goes on only for our own pages and for what is no browser.
    ///
    /// @param header gives the value of a request header by its name, in whatever case, or null
    /// @throws Refused `foreign-origin`
    public void require(UnaryOperator<@Nullable String> header) {
        if (!isOurOwn(header)) {
            throw new Refused(RefusalCode.FOREIGN_ORIGIN, "The request was sent by a page of another site.");
        }
    }

    boolean isOurOwn(UnaryOperator<@Nullable String> header) {
        var site = header.apply("Sec-Fetch-Site");
        if ("cross-site".equals(site)) {
            return false;
        }
        var origin = header.apply("Origin");
        if (origin == null) {
            // `same-site` is another port or another name beside ours: somebody else's page
            return site == null || site.equals("same-origin") || site.equals("none");
        }
        return Origin.parse(origin)
                .filter(sender -> address.isOurs(sender, header.apply("Host")))
                .isPresent();
    }
}
