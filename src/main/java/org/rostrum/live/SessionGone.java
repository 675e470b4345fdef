package org.rostrum.live;

import org.rostrum.identity.InfoSessionId;

/// Fired when this node, which showed a session, notices that its rows are gone: it was ended here or elsewhere.
public record SessionGone(InfoSessionId infoSession) {}
