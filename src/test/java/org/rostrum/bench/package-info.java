/// The benchmark: one command, `./bench`, that is no part of the tests. It loads the packaged server and, beside it
/// in the same run, a bare Vert.x hub that does nothing but write the same bytes to the same number of sockets,
/// because a figure says little and a ratio says much. Start reading at [org.rostrum.bench.Benchmark].
@NullMarked
package org.rostrum.bench;

import org.jspecify.annotations.NullMarked;
