/// Where this installation is reached: the address that links and QR codes bear, the ones printed for the person at the
/// console, and which origins are our own.
/// Depends on nothing of ours. Start with [org.rostrum.address.PublicAddress].
@NullMarked
package org.rostrum.address;

import org.jspecify.annotations.NullMarked;
