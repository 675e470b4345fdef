/// Rehearsals: a throw-away copy of an information session in which simulated people ask, vote and, where wanted,
/// moderate and answer from the script of a real show. They go through the public interface like anyone else.
/// Nothing depends on this package. Start with [org.rostrum.demo.Rehearsals].
@NullMarked
package org.rostrum.demo;

import org.jspecify.annotations.NullMarked;
