package org.rostrum.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Gives each connection of the pool its deadlines and the name by which `pg_stat_activity` shows whose it is:
/// `rostrum`, the machine's name and the process's number.
///
/// What connects before the start-up event is the migration of the schema. It may take its time and has no
/// deadlines; its connections are not kept for anybody else.
@Singleton
public class Deadlines implements AgroalPoolInterceptor {

    private static final String SETTINGS = """
            select set_config('application_name', ?, false), set_config('statement_timeout', ?, false), \
            set_config('lock_timeout', ?, false), set_config('idle_in_transaction_session_timeout', ?, false)""";

    private final DeadlineConfig config;
    private final String name;
    private volatile boolean migrated;

    Deadlines(DeadlineConfig config) {
        this.config = config;
        this.name = "rostrum " + hostName() + " " + ProcessHandle.current().pid();
    }

    void start(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, AgroalDataSource dataSource) {
        migrated = true;
        dataSource.flush(FlushMode.GRACEFUL);
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (var settings = connection.prepareStatement(SETTINGS)) {
            settings.setString(1, name);
            settings.setString(2, millis(config.statement()));
            settings.setString(3, millis(config.lock()));
            settings.setString(4, millis(config.idleInTransaction()));
            settings.execute();
            if (!migrated) {
                connection.setNetworkTimeout(Runnable::run, 0);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a new connection to the database does not take its settings", e);
        }
    }

    private String millis(Duration deadline) {
        return Long.toString(migrated ? deadline.toMillis() : 0);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }
}
