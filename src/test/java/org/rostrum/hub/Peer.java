package org.rostrum.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The far end of a connection: a real client that can stop reading.
abstract sealed class Peer {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
    final AtomicInteger pings = new AtomicInteger();

    /// The close code of one whose connection ended without any.
    static final int NO_CODE = 1006;

    static Peer connect(HttpClient client, URI server, String kind, String name) {
        return switch (kind) {
            case "events" -> new Events(client, server.resolve(Probe.PATH + "events/" + name), Version.HTTP_1_1);
            case "events over HTTP/2" ->
                new Events(client, server.resolve(Probe.PATH + "events/" + name), Version.HTTP_2);
            default -> {
                var uri = server.resolve(Probe.PATH + kind + "/" + name).toString();
                yield new Socket(client, URI.create("ws" + uri.substring("http".length())));
            }
        };
    }

    abstract void stopReading();

    abstract void readOn();

    /// Ends the connection from this side.
    abstract void leave();

    String next() throws InterruptedException {
        var message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("no message came in " + PATIENCE);
        }
        return message;
    }

    int closeCode() throws InterruptedException {
        var code = closes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (code == null) {
            throw new AssertionError("no close came in " + PATIENCE);
        }
        return code;
    }

    static final class Socket extends Peer implements WebSocket.Listener {

        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;
        private volatile boolean reading = true;

        Socket(HttpClient client, URI uri) {
            socket = client.newWebSocketBuilder().buildAsync(uri, this).join();
        }

        void say(String text) {
            socket.sendText(text, true).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            goOn(webSocket);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            pings.incrementAndGet();
            goOn(webSocket);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closes.add(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closes.add(NO_CODE);
        }

        @Override
        void stopReading() {
            reading = false;
        }

        @Override
        void readOn() {
            reading = true;
            socket.request(1);
        }

        @Override
        void leave() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }

        private void goOn(WebSocket webSocket) {
            if (reading) {
                webSocket.request(1);
            }
        }
    }

    static final class Events extends Peer {

        private final HttpResponse<java.io.InputStream> response;
        private final Object gate = new Object();
        private boolean reading = true;

        Events(HttpClient client, URI uri, Version version) {
            try {
                response = client.send(
                        HttpRequest.newBuilder(uri).version(version).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            Thread.ofVirtual().start(this::readEvents);
        }

        private void readEvents() {
            var event = "message";
            int code = NO_CODE;
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        event = line.substring(7);
                    } else if (line.startsWith("data: ") && event.equals("close")) {
                        code = Integer.parseInt(line.replaceAll("[^0-9]", ""));
                    } else if (line.startsWith("data: {\"type\":\"pong\"")) {
                        pings.incrementAndGet();
                    } else if (line.startsWith("data: ")) {
                        messages.add(line.substring(6));
                    }
                    synchronized (gate) {
                        while (!reading) {
                            gate.wait();
                        }
                    }
                }
            } catch (IOException e) {
                code = NO_CODE;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closes.add(code);
        }

        @Override
        void stopReading() {
            synchronized (gate) {
                reading = false;
            }
        }

        @Override
        void readOn() {
            synchronized (gate) {
                reading = true;
                gate.notifyAll();
            }
        }

        @Override
        void leave() {
            try {
                response.body().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
