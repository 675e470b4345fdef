package org.rostrum.backup;

import java.util.List;

/// What a backup holds.
///
/// @param format of the file, [#FORMAT]
/// @param version of the program that wrote it, for people
/// @param migration the newest one of the database that it is of
/// @param at when its snapshot was taken, in ISO 8601
/// @param tables in an order in which references find what they refer to
record Manifest(int format, String version, String migration, String at, List<Table> tables) {

    static final int FORMAT = 1;

    Manifest {
        tables = List.copyOf(tables);
    }

    /// One table's part.
    ///
    /// @param columns in the order of the rows' values
    /// @param bytes of its rows in PostgreSQL's text format
    /// @param sha256 of those, in lower-case hexadecimal digits
    record Table(String name, List<String> columns, long rows, long bytes, String sha256) {

        Table {
            columns = List.copyOf(columns);
        }
    }

    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
