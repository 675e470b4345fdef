/// Connections and fan-out. A [org.rostrum.hub.Feed] is the ordered broadcast to one audience of one session, a
/// [org.rostrum.hub.Subscriber] one connection's cursor in it, an [org.rostrum.hub.Outlet] the connection
/// itself. The hub knows no domain word and no database: its owner says which ids a position touched and makes
/// frames from its rows. Nothing is queued for anybody: whoever does not read falls behind, and catches up by
/// one frame made from the rows as they are. May use `wire`, Netty, and Vert.x where an outlet needs it. Start
/// with [org.rostrum.hub.Feed], then [org.rostrum.hub.Subscriber]; [org.rostrum.hub.ChannelOutlet] says how an
/// endpoint attaches.
@NullMarked
package org.rostrum.hub;

import org.jspecify.annotations.NullMarked;
