package org.rostrum.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The role by which the server uses its embedded database: owner of everything in it, so that it can migrate, and of
/// nothing else. The cluster's first user, who may read files and run programs, is for the cluster alone.
final class ServerRole {

    static final String NAME = "rostrum_server";

    private static final String MAY_NOTHING_ELSE =
            " login nosuperuser nocreatedb nocreaterole noreplication nobypassrls";

    /// What belongs to somebody else in a folder of an earlier version, but for what goes with a table or an extension.
    private static final String CHANGES_OF_OWNER = """
            select 'alter table ' || relation.oid::regclass || ' owner to rostrum_server'
            from pg_class relation
            where relation.relnamespace = 'public'::regnamespace and relation.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
                and relation.relowner <> 'rostrum_server'::regrole
                and not exists (
                    select from pg_depend
                    where pg_depend.classid = 'pg_class'::regclass and pg_depend.objid = relation.oid
                        and (pg_depend.deptype = 'e' or (relation.relkind = 'S' and pg_depend.deptype in ('a', 'i'))))
            union all
            select 'alter routine ' || routine.oid::regprocedure || ' owner to rostrum_server'
            from pg_proc routine
            where routine.pronamespace = 'public'::regnamespace and routine.proowner <> 'rostrum_server'::regrole
                and not exists (
                    select from pg_depend
                    where pg_depend.classid = 'pg_proc'::regclass and pg_depend.objid = routine.oid
                        and pg_depend.deptype = 'e')
            union all
            select 'alter type ' || kind.oid::regtype || ' owner to rostrum_server'
            from pg_type kind
            where kind.typnamespace = 'public'::regnamespace and kind.typtype in ('e', 'd')
                and kind.typowner <> 'rostrum_server'::regrole
                and not exists (
                    select from pg_depend
                    where pg_depend.classid = 'pg_type'::regclass and pg_depend.objid = kind.oid
                        and pg_depend.deptype = 'e')
            """;

    private ServerRole() {}

    /// Makes the role, or makes it again what it must be, and gives it all that is in its database. All or nothing;
    /// harmless when repeated.
    ///
    /// @param connection of the cluster's first user, to the server's database
    static void prepare(Connection connection, String password) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set local password_encryption = 'scram-sha-256'");
            statement.execute((exists(statement) ? "alter role " : "create role ") + NAME + MAY_NOTHING_ELSE
                    + " password " + statement.enquoteLiteral(password));
            statement.execute("alter database " + statement.enquoteIdentifier(connection.getCatalog(), true)
                    + " owner to " + NAME);
            for (var change : changesOfOwner(statement)) {
                statement.execute(change);
            }
            connection.commit();
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (var answer = statement.executeQuery("select from pg_roles where rolname = '" + NAME + "'")) {
            return answer.next();
        }
    }

    private static List<String> changesOfOwner(Statement statement) throws SQLException {
        var changes = new ArrayList<String>();
        try (var answer = statement.executeQuery(CHANGES_OF_OWNER)) {
            while (answer.next()) {
                changes.add(answer.getString(1));
            }
        }
        return changes;
    }
}
