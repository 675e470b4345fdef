/// How often somebody may do something on this node: an allowance for each ([org.rostrum.pace.Pace]), one that the
/// people of a network share ([org.rostrum.pace.SharedPace]), and networks that can be counted and not read
/// ([org.rostrum.pace.Network]). Everything is held in memory, bounded, and forgotten with the process. May use
/// [org.rostrum.refusal]. Start with the pace.
@NullMarked
package org.rostrum.pace;

import org.jspecify.annotations.NullMarked;
