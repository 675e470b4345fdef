/// What happened, in order, once: the append-only, numbered record of each information session in PostgreSQL.
/// [org.rostrum.journal.Journal] holds the head row and the entries; [org.rostrum.journal.Relay] tells other nodes
/// that a journal has grown; [org.rostrum.journal.ClusterMark] notices that the database is another one. Knows no
/// feature; start with [org.rostrum.journal.Journal].
@NullMarked
package org.rostrum.journal;

import org.jspecify.annotations.NullMarked;
