package org.rostrum.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables of a database as it says itself. In the caller's transaction.
record Catalogue(Connection connection) {

    /// Which migrations a database has seen. Flyway's, and made anew by it wherever a backup is restored.
    private static final String HISTORY = "flyway_schema_history";

    /// What says which database this is belongs to it and goes nowhere else.
    private static final Set<String> LEFT_OUT = Set.of(HISTORY, "cluster_mark");

    private static final String COLUMNS = """
            select class.relname, attribute.attname
            from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
            where class.relnamespace = current_schema()::regnamespace and class.relkind in ('r', 'p')
              and attribute.attnum > 0 and not attribute.attisdropped and attribute.attgenerated = ''
            order by class.relname, attribute.attnum""";

    private static final String REFERENCES = """
            select source.relname, target.relname
            from pg_constraint reference
            join pg_class source on source.oid = reference.conrelid
            join pg_class target on target.oid = reference.confrelid
            where reference.contype = 'f' and source.relnamespace = current_schema()::regnamespace
              and source.oid <> target.oid""";

    /// The newest migration; empty where nobody has ever made tables here.
    Optional<String> migration() throws SQLException {
        try (var statement = connection.createStatement()) {
            var there = statement.executeQuery("select to_regclass('" + HISTORY + "') is not null");
            there.next();
            if (!there.getBoolean(1)) {
                return Optional.empty();
            }
            var newest = statement.executeQuery("select version from " + HISTORY
                    + " where success and version is not null order by installed_rank desc limit 1");
            return newest.next() ? Optional.of(newest.getString(1)) : Optional.empty();
        }
    }

    /// The columns of each table that a backup holds; a table stands behind those it refers to.
    Map<String, List<String>> tables() throws SQLException {
        var columns = columns();
        var targets = references();
        var ordered = new LinkedHashMap<String, List<String>>();
        while (ordered.size() < columns.size()) {
            int before = ordered.size();
            columns.forEach((table, itsColumns) -> {
                if (ordered.keySet().containsAll(targets.getOrDefault(table, Set.of()))) {
                    ordered.putIfAbsent(table, itsColumns);
                }
            });
            if (ordered.size() == before) {
                throw new IllegalStateException("tables refer to each other in a circle");
            }
        }
        return ordered;
    }

    private Map<String, List<String>> columns() throws SQLException {
        var columns = new LinkedHashMap<String, List<String>>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                var table = row.getString(1);
                if (!LEFT_OUT.contains(table)) {
                    columns.computeIfAbsent(table, _ -> new ArrayList<>()).add(row.getString(2));
                }
            }
        }
        return columns;
    }

    private Map<String, Set<String>> references() throws SQLException {
        var targets = new LinkedHashMap<String, Set<String>>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(REFERENCES)) {
            while (row.next()) {
                targets.computeIfAbsent(row.getString(1), _ -> new LinkedHashSet<>())
                        .add(row.getString(2));
            }
        }
        return targets;
    }
}
