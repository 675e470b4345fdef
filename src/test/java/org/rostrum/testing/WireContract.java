package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Holds messages against the AsyncAPI document: whether the audience's channel has such a message at all, and whether
/// it is of the form described there. Thread-safe.
public final class WireContract {

    private static final String COMMAND = "command";

    private WireContract() {}

    /// Looks at a message of the server's; what is wrong with it fails the test that runs.
    public static void heard(String audience, JsonNode message) {
        Breaches.add(faults(audience, message), "The server sent to the " + audience, message);
    }

    /// Looks at what a client is about to send in good faith.
    public static void said(String audience, JsonNode message) {
        Breaches.add(faults(audience, message), "Somebody sent from the " + audience, message);
    }

    /// Looks at whatever a page and its server say to each other over sockets.
    public static void listenTo(Page page) {
        page.onWebSocket(socket -> {
            var audience = audience(URI.create(socket.url()));
            socket.onFrameReceived(frame -> heard(audience, HttpBrowser.read(frame.text())));
            socket.onFrameSent(frame -> said(audience, HttpBrowser.read(frame.text())));
        });
    }

    /// The audience to which a socket's address leads.
    static String audience(URI socket) {
        return socket.getPath().replaceFirst(".*/", "");
    }

    /// Looks at a message of a server whose rows and session are a test's own: at everything but those.
    public static void heardEnvelope(String text) {
        var message = HttpBrowser.read(text);
        var type = message.path("type").asText();
        var schema = Contract.SCHEMAS + "#/$defs/" + Character.toUpperCase(type.charAt(0)) + type.substring(1);
        Breaches.add(faultsOf(schema, message), "The server sent", message);
    }

    /// What is wrong with a message, whoever sends it; empty where nothing is.
    public static List<String> faults(String audience, JsonNode message) {
        var document = Contract.document(Contract.ASYNCAPI);
        var type = message.path("type").asText();
        var found = document.path("channels").path(audience).path("messages").path(type);
        if (found.isMissingNode()) {
            return List.of("type: the channel " + audience + " has no message " + type);
        }
        var payload = Contract.resolve(document, found).path("payload");
        var faults = faultsOf(payload.path("$ref").asText(), message);
        if (type.equals(COMMAND) && !faults.isEmpty()) {
            // that none of so many alternatives fits says little
            var all = new ArrayList<>(faultsOf(body(message.path("name").asText()), message.path("body")));
            all.addAll(faults);
            return all;
        }
        return faults;
    }

    /// Where the schema of a command's body is.
    public static String body(String command) {
        for (var each : Contract.document(Contract.SCHEMAS).at("/$defs/Command/oneOf")) {
            if (each.at("/properties/name/const").asText().equals(command)) {
                return Contract.SCHEMAS + each.at("/properties/body/$ref").asText();
            }
        }
        return Contract.SCHEMAS + "#/$defs/Command";
    }

    private static List<String> faultsOf(String reference, JsonNode value) {
        return Contract.faults(Contract.ASYNCAPI, reference, value);
    }
}
