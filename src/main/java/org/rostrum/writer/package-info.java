/// The one place where commands of every feature become committed rows and journal entries.
/// [org.rostrum.writer.Writers] takes commands in, a [org.rostrum.writer.Writer] for each information session
/// gathers them, and a [org.rostrum.writer.Batch] commits what it gathered: [org.rostrum.writer.Loading] reads,
/// [org.rostrum.writer.Deciding] answers each over what those before it came to, [org.rostrum.writer.Storing] writes.
/// Start with the batch.
@NullMarked
package org.rostrum.writer;

import org.jspecify.annotations.NullMarked;
