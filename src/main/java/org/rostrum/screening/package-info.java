/// Rules a text must pass before it is stored: length, normalisation, nothing that is not text. Later lists and
/// detectors join here. May use [org.rostrum.refusal] only.
@NullMarked
package org.rostrum.screening;

import org.jspecify.annotations.NullMarked;
