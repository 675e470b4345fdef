/// What every HTTP exchange has in common: refusals as problems, page routes, security headers, the check of where
/// a request comes from, JSON, the contract that machines read, and the clock and the source of randomness that are
/// injected everywhere. Knows who asks ([org.rostrum.identity]), how a refusal is written
/// ([org.rostrum.wire]) and what an outage of the database looks like, no feature. Start with
/// [org.rostrum.web.OriginCheck].
@NullMarked
package org.rostrum.web;

import org.jspecify.annotations.NullMarked;
