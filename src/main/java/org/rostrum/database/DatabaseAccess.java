package org.rostrum.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// How a database is reached.
///
/// @param jdbcUrl without user and password
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    /// A connection of the caller's own, without the pool and its deadlines.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "DatabaseAccess[" + jdbcUrl + "]";
    }
}
