package org.rostrum.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Passes connections on to a port on loopback until they are frozen: from then on not a byte goes either way and
/// nothing is closed, as where a firewall has forgotten them. Later ones work.
public final class FreezingProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 8192;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    private static final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean frozen;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pass(Socket from, Socket to) {
            var buffer = new byte[BUFFER_BYTES];
            try {
                for (int read = from.getInputStream().read(buffer);
                        read >= 0;
                        read = from.getInputStream().read(buffer)) {
                    if (frozen) {
                        return;
                    }
                    to.getOutputStream().write(buffer, 0, read);
                }
                close();
            } catch (IOException _) {
                close();
            }
        }

        private void close() {
            if (frozen) {
                return;
            }
            shut();
        }

        private void shut() {
            try (client;
                    server) {
                // both are closed
            } catch (IOException _) {
                // they are gone already
            }
        }
    }

    public FreezingProxy(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where to connect.
    public int port() {
        return entrance.getLocalPort();
    }

    /// Freezes the connections that are open now.
    public void freeze() {
        lines.forEach(line -> line.frozen = true);
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::shut);
    }

    private void accept() {
        try {
            while (true) {
                var client = entrance.accept();
                var line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), target));
                lines.add(line);
                Thread.ofVirtual().start(() -> line.pass(line.client, line.server));
                Thread.ofVirtual().start(() -> line.pass(line.server, line.client));
            }
        } catch (IOException _) {
            // it is closed
        }
    }
}
