/// The server's entry point. [org.rostrum.Launcher] is what `java -jar` runs; everything else lives in one package
/// per feature, each with a paragraph of its own.
@NullMarked
package org.rostrum;

import org.jspecify.annotations.NullMarked;
