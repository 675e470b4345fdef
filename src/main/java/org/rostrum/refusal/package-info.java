/// "No, because": the one way a rule says no. A [org.rostrum.refusal.Refusal] is expected, has a code that is part
/// of the protocol and is never logged as an error; [org.rostrum.refusal.Refused] carries it out of a rule. Depends
/// on nothing of ours; start with [org.rostrum.refusal.RefusalCode].
@NullMarked
package org.rostrum.refusal;

import org.jspecify.annotations.NullMarked;
