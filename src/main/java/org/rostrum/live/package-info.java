/// The only place where the domain meets wire and hub: what the browser gets to see, and when.
/// [org.rostrum.live.Projector] says who may see what; [org.rostrum.live.Replica] holds a session's rows in memory;
/// [org.rostrum.live.LiveSession] follows the journal with it, [org.rostrum.live.Feeds] send what its changes come to,
/// and [org.rostrum.live.Attendance] knows who is connected. Start with the projector.
@NullMarked
package org.rostrum.live;

import org.jspecify.annotations.NullMarked;
