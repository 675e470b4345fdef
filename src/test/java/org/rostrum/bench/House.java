package org.rostrum.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.rostrum.testing.HttpBrowser;

/// A live session with published questions, made through the public interface.
record House(HttpBrowser host, String code, List<String> questions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// As long as questions of a real show are, so that frames have the size they have there.
    private static final String TEXT =
            "I wear glasses and had laser surgery on one eye two years ago. Does that rule me out,"
                    + " and is there a list of medical standards that I can show my optometrist?";

    /// A frame's type, positions, time and brackets.
    private static final int ENVELOPE = 100;

    /// @param atLeast how long each question is at least, in characters
    static House make(HttpBrowser host, int questions, int atLeast) throws IOException {
        var code = host.makeLiveSession();
        var ids = new ArrayList<String>();
        for (int i = 0; i < questions; i++) {
            var id = UUID.randomUUID().toString();
            var text = TEXT + " (" + i + ")";
            text += " and".repeat(Math.max(0, (atLeast - text.length()) / 4));
            var body = Map.of("question", id, "text", text, "language", "en", "origin", "organizer");
            HttpBrowser.ok(host.command(code, "desk", "askFor", body));
            ids.add(id);
        }
        return new House(host, code, ids);
    }

    JsonNode room() throws IOException {
        return host.snapshot(code, "room");
    }

    /// The size of the room's snapshot as it is sent, in bytes.
    int packedSnapshot() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(room().toString().getBytes(StandardCharsets.UTF_8));
        }
        return packed.size();
    }

    /// The size of a frame that shows one question, in bytes.
    int frame() throws IOException {
        return ENVELOPE + room().path("questions").path(0).toString().length();
    }

    /// Votes over all questions shown.
    long votes() throws IOException {
        long sum = 0;
        for (var votes : room().path("votes")) {
            sum += votes.asLong();
        }
        return sum;
    }

    /// Questions on record, as the host downloads them.
    int recorded() throws IOException {
        var table = host.get("/api/sessions/" + code + "/questions.csv").body();
        return (int) table.lines().count() - 1;
    }

    /// The cookies of so many new participants.
    static List<String> participants(HttpBrowser any, int count) throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(16)) {
            Callable<String> mint = () -> any.stranger().participate().cookieHeader();
            var cookies = new ArrayList<String>();
            for (var minted :
                    pool.invokeAll(IntStream.range(0, count).mapToObj(_ -> mint).toList())) {
                cookies.add(minted.get());
            }
            return cookies;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static String command(String name, Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(
                    Map.of("type", "command", "id", UUID.randomUUID(), "name", name, "body", body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
