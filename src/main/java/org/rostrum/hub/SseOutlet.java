package org.rostrum.hub;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rostrum.wire.CloseCode;
import org.rostrum.wire.ServerMessage;

/// The same messages as server-sent events, for networks that block sockets: one message in the `data:` line of
/// each event. A close is an event named `close` with the code and its name, before the end of the response. A sign of
/// life is a `pong` nobody asked for: a comment would keep proxies quiet, but no script in a browser hears one.
///
/// Made in the handler of a Vert.x route, before anything of the response is written; the outlet writes its head.
/// Then [Feed#join] as with a socket; nothing need be told of the connection's end.
public final class SseOutlet implements Outlet {

    private final HttpServerResponse response;
    private final ChannelOutlet.Line line;
    private final Unsent unsent;
    private final HubConfig.Connection config;

    // Owned by the loop.
    private @Nullable Owner owner;
    private boolean closing;
    private boolean ended;

    public SseOutlet(HttpServerRequest request, HubConfig.Connection config) {
        this.response = request.response();
        this.line = ChannelOutlet.Line.of(request);
        this.unsent = new Unsent(config);
        this.config = config;
        response.closeHandler(_ -> line.loop().execute(this::end));
        response.exceptionHandler(_ -> line.loop().execute(this::end));
    }

    @Override
    public Executor loop() {
        return line.loop();
    }

    @Override
    public void attach(Owner owner) {
        this.owner = owner;
        if (ended || response.closed()) {
            end();
            owner.closed();
            return;
        }
        line.limitSendBuffer((int) config.sendBuffer().asLongValue());
        response.setWriteQueueMaxSize((int) config.highWaterMark().asLongValue());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                // a buffering proxy would hold every event back
                .putHeader("X-Accel-Buffering", "no");
    }

    @Override
    public boolean isWritable() {
        return !unsent.isFull() && !closing;
    }

    @Override
    public long unsentBytes() {
        return unsent.bytes();
    }

    @Override
    public void write(Encoded message) {
        if (!closing) {
            send(Buffer.buffer(message.serverSentEvent()));
        }
    }

    /// Nothing to do: every message is sent when it is written.
    @Override
    public void flush() {}

    @Override
    public boolean isAnswered() {
        return false;
    }

    @Override
    public void ping() {
        if (isWritable()) {
            write(Encoded.personal(new ServerMessage.Pong(Instant.now())));
        }
    }

    @Override
    public void close(CloseCode code) {
        if (closing) {
            return;
        }
        var event = "event: close\ndata: {\"code\":" + code.code() + ",\"reason\":\"" + code.wire() + "\"}\n\n";
        send(Buffer.buffer(event.getBytes(StandardCharsets.US_ASCII)));
        closing = true;
        var _ = response.end();
        var _ = line.loop()
                .schedule(
                        () -> {
                            if (!ended) {
                                line.cutOff().run();
                                end();
                            }
                        },
                        config.closeGrace().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void send(Buffer event) {
        unsent.add(event.length());
        response.write(event).onComplete(_ -> line.loop().execute(() -> taken(event.length())));
    }

    private void taken(int bytes) {
        if (unsent.remove(bytes) && owner != null && !closing) {
            owner.drained();
        }
    }

    private void end() {
        closing = true;
        if (!ended) {
            ended = true;
            if (owner != null) {
                owner.closed();
            }
        }
    }
}
