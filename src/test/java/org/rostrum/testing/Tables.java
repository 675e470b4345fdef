package org.rostrum.testing;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/// How many rows each table of ours holds, whichever tables there are.
public final class Tables {

    private Tables() {}

    /// The number of rows by table, new tables included.
    public static Map<String, Long> rows(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            var rows = new TreeMap<String, Long>();
            var names = handle.createQuery("""
                            select table_name from information_schema.tables
                            where table_schema = current_schema() and table_type = 'BASE TABLE'""").mapTo(String.class).list();
            for (var name : names) {
                rows.put(
                        name,
                        handle.createQuery("select count(*) from <table>")
                                .define("table", name)
                                .mapTo(Long.class)
                                .one());
            }
            return rows;
        });
    }
}
