package org.rostrum.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A small OpenID Connect provider for the packaged server: one public client, any name with any roles, no password.
/// Unlike the development one it checks the code's verifier and the address to return to, lets tokens expire, renews
/// them and can end everybody's session.
public final class IdentityProvider implements AutoCloseable {

    public static final String CLIENT = "rostrum";

    private static final String KEY = "key";

    /// What it may be like to those who ask it.
    public enum Outage {
        NONE,
        /// It takes a question and never answers.
        SILENT,
        /// A proxy answers for it.
        BEHIND_A_PROXY,
    }

    private record Person(String name, List<String> roles) {}

    private record Code(Person person, String challenge, String redirectUri) {}

    private final HttpServer server;
    private final KeyPair keys;
    private final Duration lifetime;
    private final ConcurrentMap<String, Code> codes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Person> refreshTokens = new ConcurrentHashMap<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile Outage outage = Outage.NONE;

    private IdentityProvider(HttpServer server, KeyPair keys, Duration lifetime) {
        this.server = server;
        this.keys = keys;
        this.lifetime = lifetime;
    }

    /// Begins one on a free port of this machine.
    ///
    /// @param lifetime of its tokens, in whole seconds
    public static IdentityProvider start(Duration lifetime) throws IOException {
        try {
            var rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(2048);
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            var provider = new IdentityProvider(server, rsa.generateKeyPair(), lifetime);
            server.createContext("/", provider::serve);
            server.start();
            return provider;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /// What a server needs to be told to let people sign in here, as `name=value`.
    public List<String> settings() {
        return List.of(
                "quarkus.oidc.tenant-enabled=true",
                "quarkus.oidc.auth-server-url=" + address(),
                "quarkus.oidc.client-id=" + CLIENT);
    }

    /// How often a token has been renewed. Each renewal takes another refresh token, so that nobody can lose the newest
    /// and go on.
    public int renewals() {
        return renewals.get();
    }

    /// Renews nobody's token any more.
    public void endAllSessions() {
        refreshTokens.clear();
    }

    /// Is out of reach in this way from now on.
    public void suffer(Outage kind) {
        outage = kind;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        switch (outage) {
            case NONE -> answer(exchange);
            case SILENT -> {}
            case BEHIND_A_PROXY -> {
                try (exchange) {
                    html(exchange, 502, "<h1>Bad gateway</h1>");
                }
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = form(exchange.getRequestURI().getRawQuery());
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, discovery());
                case "/keys" -> json(exchange, 200, Map.of("keys", List.of(publicKey())));
                case "/authorize" ->
                    html(exchange, 200, signInPage(exchange.getRequestURI().getRawQuery()));
                case "/login" -> redirect(exchange, login(query, body(exchange)));
                case "/token" -> token(exchange, body(exchange));
                case "/logout" -> redirect(exchange, query.get("post_logout_redirect_uri"));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", address().toString(),
                "authorization_endpoint", address() + "/authorize",
                "token_endpoint", address() + "/token",
                "jwks_uri", address() + "/keys",
                "end_session_endpoint", address() + "/logout",
                "response_types_supported", List.of("code"),
                "code_challenge_methods_supported", List.of("S256"));
    }

    private static String signInPage(String query) {
        return """
                <!doctype html><html lang="en"><title>Provider</title><h1>Provider</h1>
                <form method="post" action="/login?%s">
                <label>Name <input name="name"></label> <label>Roles <input name="roles"></label> <button>Log in</button>
                </form></html>
                """.formatted(query.replace("&", "&amp;"));
    }

    private String login(Map<String, String> asked, Map<String, String> given) {
        var code = UUID.randomUUID().toString();
        var person = new Person(
                given.getOrDefault("name", ""),
                Arrays.asList(given.getOrDefault("roles", "").split(",", -1)));
        codes.put(code, new Code(person, asked.get("code_challenge"), asked.get("redirect_uri")));
        return asked.get("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8);
    }

    private void token(HttpExchange exchange, Map<String, String> asked) throws IOException {
        var person = asked.get("grant_type").equals("refresh_token") ? renew(asked) : redeem(asked);
        if (person == null || !CLIENT.equals(asked.get("client_id"))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        var refreshToken = UUID.randomUUID().toString();
        refreshTokens.put(refreshToken, person);
        json(
                exchange,
                200,
                Map.of(
                        "token_type", "Bearer",
                        "expires_in", lifetime.toSeconds(),
                        "access_token", signed(person),
                        "id_token", signed(person),
                        "refresh_token", refreshToken));
    }

    private Person renew(Map<String, String> asked) {
        var person = refreshTokens.remove(asked.getOrDefault("refresh_token", ""));
        if (person != null) {
            renewals.incrementAndGet();
        }
        return person;
    }

    /// A code is good once, for whoever has the verifier of its challenge (RFC 7636) and comes from the same address.
    private Person redeem(Map<String, String> asked) {
        var code = codes.remove(asked.getOrDefault("code", ""));
        boolean isTheirs = code != null
                && code.redirectUri().equals(asked.get("redirect_uri"))
                && code.challenge().equals(encoded(sha256(asked.getOrDefault("code_verifier", ""))));
        return isTheirs ? code.person() : null;
    }

    private String signed(Person person) {
        var now = Instant.now().getEpochSecond();
        var head = Map.of("alg", "RS256", "typ", "JWT", "kid", KEY);
        var claims = Map.of(
                "iss",
                address().toString(),
                "sub",
                "subject-of-" + person.name(),
                "aud",
                CLIENT,
                "iat",
                now,
                "exp",
                now + lifetime.toSeconds(),
                "name",
                person.name(),
                "realm_access",
                Map.of("roles", person.roles()));
        var text = encoded(bytes(HttpBrowser.write(head))) + "." + encoded(bytes(HttpBrowser.write(claims)));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(bytes(text));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> publicKey() {
        var key = (RSAPublicKey) keys.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                KEY,
                "n",
                encoded(key.getModulus().toByteArray()),
                "e",
                encoded(key.getPublicExponent().toByteArray()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Map<String, String> body(HttpExchange exchange) throws IOException {
        return form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String text) {
        var fields = new HashMap<String, String>();
        for (var pair : (text == null ? "" : text).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static void json(HttpExchange exchange, int status, Object value) throws IOException {
        answer(exchange, status, "application/json", HttpBrowser.write(value));
    }

    private static void html(HttpExchange exchange, int status, String page) throws IOException {
        answer(exchange, status, "text/html; charset=utf-8", page);
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        var body = bytes(text);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
