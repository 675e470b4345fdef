package org.rostrum.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/// Says that the server is not ready while the embedded PostgreSQL is being started again. The pool has a check of
/// its own; this one names the reason.
@Readiness
@ApplicationScoped
public class EmbeddedDatabaseHealth implements HealthCheck {

    private static final String NAME = "Embedded PostgreSQL";

    /// The database is started before there are any beans, hence not a bean's field.
    private static final AtomicReference<@Nullable EmbeddedDatabase> WATCHED = new AtomicReference<>();

    /// Names the database that this process runs; there is at most one.
    public static void watch(EmbeddedDatabase database) {
        WATCHED.set(database);
    }

    @Override
    public HealthCheckResponse call() {
        var database = WATCHED.get();
        var response = HealthCheckResponse.named(NAME).withData("used", database != null);
        return response.status(database == null || database.isAvailable()).build();
    }
}
