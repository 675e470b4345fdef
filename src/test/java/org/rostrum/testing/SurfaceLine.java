package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// One connection of a [Surface]: hands over each message that comes and, whatever ends it, its close code; 1006
/// where there is none. What is said goes out in order.
final class SurfaceLine implements WebSocket.Listener {

    private static final int NO_CODE = 1006;

    private final BiConsumer<SurfaceLine, JsonNode> heard;
    private final ObjIntConsumer<SurfaceLine> ended;
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private CompletableFuture<?> sending = socket;

    SurfaceLine(BiConsumer<SurfaceLine, JsonNode> heard, ObjIntConsumer<SurfaceLine> ended) {
        this.heard = heard;
        this.ended = ended;
    }

    void open(URI address, String cookieHeader) {
        var builder = HttpBrowser.HTTP
                .newWebSocketBuilder()
                .connectTimeout(HttpBrowser.PATIENCE)
                .subprotocols("rostrum.v1");
        if (!cookieHeader.isEmpty()) {
            builder.header("Cookie", cookieHeader);
        }
        var _ = builder.buildAsync(address, this).whenComplete((_, failure) -> {
            if (failure != null) {
                ended.accept(this, NO_CODE);
            }
        });
    }

    void say(String text) {
        sending = sending.thenCompose(_ -> socket.join().sendText(text, true));
    }

    void end() {
        var _ = socket.thenAccept(WebSocket::abort);
        ended.accept(this, NO_CODE);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket.complete(opened);
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            var message = HttpBrowser.read(part.toString());
            part.setLength(0);
            heard.accept(this, message);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended.accept(this, code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.accept(this, NO_CODE);
    }
}
