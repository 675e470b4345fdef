package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A socket that says whatever it is told to and folds nothing. Used by one thread.
public final class RawSocket implements WebSocket.Listener, AutoCloseable {

    /// The close code of a connection that ended without any.
    public static final int NO_CODE = 1006;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final String audience;
    private final CompletableFuture<WebSocket> socket;

    private RawSocket(URI address, String cookie, String subprotocol) {
        var builder = HttpBrowser.HTTP.newWebSocketBuilder().subprotocols(subprotocol);
        if (!cookie.isEmpty()) {
            builder.header("Cookie", cookie);
        }
        audience = WireContract.audience(address);
        socket = builder.buildAsync(address, this);
    }

    /// Connects, and waits until it has.
    public static RawSocket open(URI address, String cookie, String subprotocol) {
        var opened = new RawSocket(address, cookie, subprotocol);
        opened.socket.join();
        return opened;
    }

    /// Connects to an audience of a session with a browser's cookies, and waits until it has.
    public static RawSocket open(HttpBrowser browser, String code, String audience) {
        var server = browser.server().toString();
        var address = URI.create("ws" + server.substring("http".length()) + "/ws/" + code + "/" + audience);
        return open(address, browser.cookieHeader(), "rostrum.v1");
    }

    public void say(String text) {
        send(socket.join().sendText(text, true));
    }

    public void say(ByteBuffer binary) {
        send(socket.join().sendBinary(binary, true));
    }

    /// The server may have closed before all is said; then its close code says why.
    private static void send(CompletableFuture<WebSocket> sending) {
        try {
            sending.orTimeout(HttpBrowser.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException _) {
            // told by the close
        }
    }

    /// The next message of one of these types; others are passed over.
    public JsonNode next(String... types) throws InterruptedException {
        while (true) {
            var text = heard.poll(HttpBrowser.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no " + String.join(" or ", types) + " came; closed: " + closed);
            }
            var message = HttpBrowser.read(text);
            if (Set.of(types).contains(message.path("type").asText())) {
                return message;
            }
        }
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /// Waits for the server's close.
    public int closeCode() {
        return closed.copy()
                .orTimeout(HttpBrowser.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        socket.thenAccept(WebSocket::abort).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            heard.add(part.toString());
            WireContract.heard(audience, HttpBrowser.read(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(NO_CODE);
    }
}
