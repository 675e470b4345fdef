/// JSON on the socket and nothing else: the two sealed families of messages of `src/docs/protocol.md`, their
/// one encoder and their one strict parser, the close codes and the protocol's version. Knows the refusals and
/// no other package of ours: what a question or a session looks like to somebody is [org.rostrum.wire.RawJson],
/// encoded by whoever knows. Start with [org.rostrum.wire.ServerMessage] and [org.rostrum.wire.ClientMessages].
@NullMarked
package org.rostrum.wire;

import org.jspecify.annotations.NullMarked;
