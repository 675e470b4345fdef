package org.rostrum.database;

/// How a database is reached.
///
/// @param jdbcUrl without user and password
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    /// Without the password.
    @Override
    public String toString() {
        return "DatabaseAccess[" + jdbcUrl + "]";
    }
}
