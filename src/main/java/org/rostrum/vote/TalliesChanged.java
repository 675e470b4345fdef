package org.rostrum.vote;

import java.util.List;

/// Fired after the commit that changed these tallies, by whichever thread committed. Readers keep the highest
/// version.
public record TalliesChanged(List<Tally> tallies) {}
