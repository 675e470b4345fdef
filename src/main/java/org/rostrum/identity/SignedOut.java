package org.rostrum.identity;

/// Fired after somebody has signed out in one of their browsers.
///
/// @param account whose; they may be signed in elsewhere
public record SignedOut(AccountId account) {}
