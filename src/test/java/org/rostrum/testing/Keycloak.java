package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real Keycloak: a process of its own on a free port of loopback, with a database in memory and one realm, and the
/// words of its administrator. It is unpacked by the Maven profile `keycloak`.
public final class Keycloak implements AutoCloseable {

    /// Where it was unpacked.
    private static final String HOME = "tests.keycloak";

    private static final String REALM = "staff";
    private static final String ADMIN = "admin";

    /// Its first start of all builds it, which takes most of a minute.
    private static final long START_SECONDS = 300;

    private static final long STOP_SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

    /// What the administrator imports, as the guide says.
    private static final Path CLIENT = Path.of("src", "docs", "keycloak-client.json");

    private final Process process;
    private final String password = UUID.randomUUID().toString();
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private Keycloak(Path home) throws IOException {
        var command = new ProcessBuilder(
                        home.resolve("bin").resolve("kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host=127.0.0.1",
                        "--http-port=0")
                .redirectErrorStream(true);
        command.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        password));
        process = command.start();
        Thread.startVirtualThread(this::read);
    }

    /// Starts one and returns when it has a realm with our roles and our client, as the guide has them made.
    ///
    /// @param lifetime of its access and ID tokens, in whole seconds
    public static Keycloak start(Duration lifetime) throws IOException {
        var home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("there is no Keycloak: run this with -Pkeycloak");
        }
        var keycloak = new Keycloak(Path.of(home));
        try {
            keycloak.port.get(START_SECONDS, TimeUnit.SECONDS);
            keycloak.ask(
                    "POST",
                    "/admin/realms",
                    Map.of("realm", REALM, "enabled", true, "accessTokenLifespan", lifetime.toSeconds()));
            keycloak.admin("POST", "/partialImport", HttpBrowser.read(Files.readString(CLIENT)));
            return keycloak;
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            keycloak.close();
            throw new IllegalStateException("Keycloak does not listen: " + keycloak.output, e);
        } catch (IOException | RuntimeException | AssertionError e) {
            keycloak.close();
            throw e;
        }
    }

    /// What a server needs to be told to let people sign in here, as `name=value`.
    public List<String> settings() throws IOException {
        var secret = admin("GET", "/clients/" + client("rostrum") + "/client-secret", null);
        return List.of(
                "quarkus.oidc.tenant-enabled=true",
                "quarkus.oidc.auth-server-url=" + address() + "/realms/" + REALM,
                "quarkus.oidc.client-id=rostrum",
                "quarkus.oidc.credentials.secret=" + secret.path("value").asText());
    }

    /// Puts a server's address into our client in place of the guide's.
    public void knows(URI server) throws IOException {
        admin(
                "PUT",
                "/clients/" + client("rostrum"),
                Map.of(
                        "redirectUris",
                        List.of(server.resolve("/sign-in/return")),
                        "attributes",
                        Map.of("post.logout.redirect.uris", server.resolve("/sign-in/out"))));
    }

    /// Makes an account. The password is the name of the account.
    public void person(String name, String first, String last, String... roles) throws IOException {
        admin(
                "POST",
                "/users",
                Map.of(
                        "username",
                        name,
                        "firstName",
                        first,
                        "lastName",
                        last,
                        "email",
                        name + "@example.org",
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", name))));
        for (var role : roles) {
            give(role, name);
        }
    }

    public void give(String role, String person) throws IOException {
        admin("POST", mappings(user(person)), List.of(role(role)));
    }

    /// Makes a client for a program, which comes with its own secret (the name of the client) and has roles itself.
    ///
    /// @param audience whom the program's tokens are made for; none where empty
    public void program(String name, String audience, String role) throws IOException {
        var mapper = Map.of(
                "name", "audience",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-audience-mapper",
                "config", Map.of("included.client.audience", audience, "access.token.claim", "true"));
        admin(
                "POST",
                "/clients",
                Map.of(
                        "clientId",
                        name,
                        "secret",
                        name,
                        "standardFlowEnabled",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "protocolMappers",
                        audience.isEmpty() ? List.of() : List.of(mapper)));
        var account = admin("GET", "/clients/" + client(name) + "/service-account-user", null);
        admin("POST", mappings(account.path("id").asText()), List.of(role(role)));
    }

    /// A token for a program.
    public String token(String program) throws IOException {
        return token(REALM, Map.of("grant_type", "client_credentials", "client_id", program, "client_secret", program));
    }

    public void takeAway(String role, String person) throws IOException {
        admin("DELETE", mappings(user(person)), List.of(role(role)));
    }

    /// Ends all of a person's sessions.
    public void signOut(String person) throws IOException {
        admin("POST", "/users/" + user(person) + "/logout", Map.of());
    }

    @Override
    public void close() {
        Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                .peek(ProcessHandle::destroy)
                .map(ProcessHandle::onExit)
                .toList()
                .forEach(end -> end.orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join());
    }

    private URI address() {
        return URI.create("http://localhost:" + port.join());
    }

    private String client(String name) throws IOException {
        return admin("GET", "/clients?clientId=" + name, null)
                .path(0)
                .path("id")
                .asText();
    }

    private String user(String name) throws IOException {
        return admin("GET", "/users?exact=true&username=" + name, null)
                .path(0)
                .path("id")
                .asText();
    }

    private JsonNode role(String name) throws IOException {
        return admin("GET", "/roles/" + name, null);
    }

    private static String mappings(String user) {
        return "/users/" + user + "/role-mappings/realm";
    }

    private JsonNode admin(String method, String path, Object body) throws IOException {
        return ask(method, "/admin/realms/" + REALM + path, body);
    }

    private JsonNode ask(String method, String path, Object body) throws IOException {
        var token = token(
                "master",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", password));
        return send(HttpRequest.newBuilder(address().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(HttpBrowser.write(body))));
    }

    private String token(String realm, Map<String, String> form) throws IOException {
        var fields = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address().resolve("/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields)))
                .path("access_token")
                .asText();
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    HttpBrowser.HTTP.send(request.timeout(HttpBrowser.PATIENCE).build(), BodyHandlers.ofString());
            return HttpBrowser.ok(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                var listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("it has ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }
}
