package org.rostrum.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// An empty database, as [PostgresTestResource] gives it, behind a proxy whose connections can be frozen.
public final class FreezingDatabase implements QuarkusTestResourceLifecycleManager {

    /// Quarkus loads this class once for itself and once for the tests: what both see are system properties.
    private static final String FREEZE = "tests.database.freeze";

    private static final String URL = "quarkus.datasource.jdbc.url";

    private final PostgresTestResource database = new PostgresTestResource();
    private FreezingProxy proxy;

    /// Freezes all connections to the database that are open now.
    public static void freeze() {
        ((Runnable) System.getProperties().get(FREEZE)).run();
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
        System.getProperties().put(FREEZE, (Runnable) proxy::freeze);
        settings.put(URL, "jdbc:postgresql://127.0.0.1:" + proxy.port() + direct.getPath() + "?ApplicationName=tests");
        return settings;
    }

    @Override
    public void stop() {
        System.getProperties().remove(FREEZE);
        proxy.close();
        database.stop();
    }
}
