package org.rostrum.backup;

/// How much a backup holds, to tell the person at the console.
///
/// @param bytes of the file
public record Contents(int tables, long rows, long bytes) {}
