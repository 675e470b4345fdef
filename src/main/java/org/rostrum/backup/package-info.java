/// All data of an installation in one file, and back: for a copy in another place, and as the road from the embedded
/// database to one of one's own. It knows tables and not what they mean, so that a new table needs no line here. Start
/// with [org.rostrum.backup.Backup].
@NullMarked
package org.rostrum.backup;

import org.jspecify.annotations.NullMarked;
