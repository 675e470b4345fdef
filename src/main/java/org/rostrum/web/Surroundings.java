package org.rostrum.web;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// The time and the randomness that everything else is given, so that tests can give other ones.
@Singleton
final class Surroundings {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /// Thread-safe and unpredictable: join codes, keys and tokens are drawn from it.
    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }
}
