package org.rostrum.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/// An empty database, as [PostgresTestResource] gives it, behind a proxy whose connections can be frozen.
public final class FreezingDatabase implements QuarkusTestResourceLifecycleManager {

    /// Quarkus loads this class once for itself and once for the tests: what both see are the platform's beans. (It is
    /// no
    /// system property: those are text, and who copies them all trips over one that is not.)
    private static final String FREEZE = "org.rostrum.testing:type=FreezingDatabase";

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private static final String URL = "quarkus.datasource.jdbc.url";

    private final PostgresTestResource database = new PostgresTestResource();
    private FreezingProxy proxy;

    /// Freezes all connections to the database that are open now.
    public static void freeze() {
        try {
            BEANS.invoke(new ObjectName(FREEZE), "run", null, null);
        } catch (JMException e) {
            throw new IllegalStateException("there is no database to freeze", e);
        }
    }

    /// A connection to the same database that passes the proxy by, and is never frozen.
    public static Connection connectBeside(String database) throws SQLException {
        return PostgresTestResource.connectTo(database);
    }

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(database.start());
        var direct = URI.create(settings.get(URL).substring("jdbc:".length()));
        try {
            proxy = new FreezingProxy(direct.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            BEANS.registerMBean(new StandardMBean(proxy::freeze, Runnable.class), new ObjectName(FREEZE));
        } catch (JMException e) {
            throw new IllegalStateException("the database cannot be frozen", e);
        }
        settings.put(URL, "jdbc:postgresql://127.0.0.1:" + proxy.port() + direct.getPath() + "?ApplicationName=tests");
        return settings;
    }

    @Override
    public void stop() {
        try {
            BEANS.unregisterMBean(new ObjectName(FREEZE));
        } catch (JMException e) {
            throw new IllegalStateException("the database could not be frozen", e);
        }
        proxy.close();
        database.stop();
    }
}
