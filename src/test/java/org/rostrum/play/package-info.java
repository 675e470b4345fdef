/// Plays: whole evenings in real browsers, against the packaged server. People are characters with a browser of their
/// own and a language; a play says what each of them does and what each of them then sees, by the names and words that
/// a screen reader would find too. Start reading at `PlayIT`.
package org.rostrum.play;
