/// "Who is this": actors and their roles, participants without accounts, personal links and the grants they leave
/// in a browser, and people signed in with an identity provider ([org.rostrum.identity.SignIn]). May use
/// [org.rostrum.refusal], [org.rostrum.address], [org.rostrum.pace] and [org.rostrum.database]. Start with
/// [org.rostrum.identity.Actor].
@NullMarked
package org.rostrum.identity;

import org.jspecify.annotations.NullMarked;
