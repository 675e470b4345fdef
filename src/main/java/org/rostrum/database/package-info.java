/// The PostgreSQL that Rostrum works with: an embedded one that it starts, watches and stops itself, and how the
/// rest of the server reaches whichever is configured. Depends on nothing of ours. Start with
/// [org.rostrum.database.EmbeddedDatabase]; the bean of type [org.jdbi.v3.core.Jdbi] comes from `Connections`.
@NullMarked
package org.rostrum.database;

import org.jspecify.annotations.NullMarked;
