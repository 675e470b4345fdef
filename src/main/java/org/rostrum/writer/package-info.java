/// The one place where commands of every feature become committed rows and journal entries.
/// [org.rostrum.writer.Writers] takes commands in, a [org.rostrum.writer.Writer] for each information session
/// gathers and commits them; start there.
@NullMarked
package org.rostrum.writer;

import org.jspecify.annotations.NullMarked;
