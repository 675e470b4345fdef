package org.rostrum.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A stretch of network before a server, with an address of its own: it can let no socket through, as some firewalls
/// do, and it can go silent without ending a connection, as a phone that leaves its network does. Thread-safe.
public final class Network implements AutoCloseable {

    private static final String UPGRADE = "upgrade: websocket";
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket listening;
    private final URI server;
    private final boolean letsSocketsThrough;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();

    private Network(URI server, boolean letsSocketsThrough) throws IOException {
        this.server = server;
        this.letsSocketsThrough = letsSocketsThrough;
        this.listening = new ServerSocket(0, 0, InetAddress.getByName("localhost"));
        Thread.ofVirtual().name("network").start(this::accept);
    }

    /// A network that carries everything.
    public static Network before(URI server) throws IOException {
        return new Network(server, true);
    }

    /// A network that cuts off whoever asks for a WebSocket.
    public static Network withoutSocketsBefore(URI server) throws IOException {
        return new Network(server, false);
    }

    /// Where browsers find the server through this network.
    public URI address() {
        return URI.create("http://localhost:" + listening.getLocalPort());
    }

    /// Connections that exist now carry nothing more, in neither direction, and do not end. New ones are carried.
    public void goesSilent() {
        passages.forEach(Passage::goesSilent);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        passages.forEach(Passage::end);
    }

    private void accept() {
        try {
            while (true) {
                var browser = listening.accept();
                var passage = new Passage(browser, new Socket(server.getHost(), server.getPort()));
                passages.add(passage);
                Thread.ofVirtual().start(passage::carryThere);
                Thread.ofVirtual().start(passage::carryBack);
            }
        } catch (IOException _) {
            // closed, or the server is gone
            passages.forEach(Passage::end);
        }
    }

    private final class Passage {

        private final Socket browser;
        private final Socket server;
        private volatile boolean silent;

        Passage(Socket browser, Socket server) {
            this.browser = browser;
            this.server = server;
        }

        void goesSilent() {
            silent = true;
        }

        void carryThere() {
            carry(browser, server, true);
        }

        void carryBack() {
            carry(server, browser, false);
        }

        private void carry(Socket from, Socket to, boolean there) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                var bytes = new byte[CHUNK];
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    if (there && !letsSocketsThrough && asksForSocket(bytes, read)) {
                        break;
                    }
                    if (!silent) {
                        out.write(bytes, 0, read);
                    }
                }
            } catch (IOException _) {
                // one side has ended
            }
            if (!silent) {
                end();
            }
        }

        /// The handshake of a socket comes in one piece: it is short and sent at once.
        private static boolean asksForSocket(byte[] bytes, int length) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT)
                    .contains(UPGRADE);
        }

        void end() {
            passages.remove(this);
            try (browser;
                    server) {
                // closing is all there is to do
            } catch (IOException _) {
                // closed already
            }
        }
    }
}
