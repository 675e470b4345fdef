/// Planning, opening and closing: one information session as a value ([org.rostrum.infosession.InfoSession]), the
/// commands that change it ([org.rostrum.infosession.InfoSessionCommand]) and the rules that decide them
/// ([org.rostrum.infosession.InfoSessionLife], pure).
@NullMarked
package org.rostrum.infosession;

import org.jspecify.annotations.NullMarked;
