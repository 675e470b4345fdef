package org.rostrum.live;

import org.rostrum.wire.RawJson;

/// What an audience sees of a question.
sealed interface Projection {

    /// It is visible, and this is the view.
    record Shown(RawJson view) implements Projection {}

    /// It is not visible now and may have been before.
    record Gone() implements Projection {}

    /// It never was visible; not even its id may be named.
    record Never() implements Projection {}

    Projection GONE = new Gone();
    Projection NEVER = new Never();
}
