/// One vote per participant and question, gathered and written together outside the journal: the newest wins.
/// [org.rostrum.vote.VoteLedger] gathers, each session apart; `VoteBatch` writes; [org.rostrum.vote.Tallies] counts.
/// Start with the ledger.
@NullMarked
package org.rostrum.vote;

import org.jspecify.annotations.NullMarked;
