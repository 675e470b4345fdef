package org.rostrum.testing;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/// How many rows each table of ours holds, whichever tables there are.
public final class Tables {

    private Tables() {}

    /// The number of rows by table, new tables included. Of security events only those of a session are counted: what
    /// strangers are refused meanwhile goes on record too.
    public static Map<String, Long> rows(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            var rows = new TreeMap<String, Long>();
            var names = handle.createQuery("""
                            select table_name from information_schema.tables
                            where table_schema = current_schema() and table_type = 'BASE TABLE'""").mapTo(String.class).list();
            for (var name : names) {
                rows.put(
                        name,
                        handle.createQuery(
                                        "security_event".equals(name)
                                                ? "select count(info_session) from <table>"
                                                : "select count(*) from <table>")
                                .define("table", name)
                                .mapTo(Long.class)
                                .one());
            }
            return rows;
        });
    }
}
