package org.rostrum.vote;

/// A ballot with its voter known, as it is written.
record Cast(Choice choice, int n, boolean on) {}
