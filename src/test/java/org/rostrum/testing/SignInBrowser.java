package org.rostrum.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Somebody's browser that can sign in with the development identity provider: it keeps and forgets cookies as a real
/// one does and follows redirects only when told to.
public final class SignInBrowser {

    private static final Pattern FIELD = Pattern.compile("type='hidden' name='(\\w+)' value='([^']*)'");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();
    private final URI server;

    public SignInBrowser(URI server) {
        this.server = server;
    }

    /// Signs in, and goes where that leads.
    ///
    /// @param to the page to go back to
    /// @param roles the provider's, with commas between them
    /// @return the last answer, which leads to no other
    public HttpResponse<String> signIn(String to, String name, String roles) throws IOException {
        var answer = get(atProvider(to, name, roles).toString());
        while (answer.statusCode() / 100 == 3) {
            answer = get(target(answer).toString());
        }
        return answer;
    }

    /// Goes to the provider and signs in there.
    ///
    /// @return the address, with code and state, at which the provider sends the browser back
    public URI atProvider(String to, String name, String roles) throws IOException {
        var form = get(target(get("/sign-in?to=" + encoded(to))).toString());
        var fields = new LinkedHashMap<String, String>();
        FIELD.matcher(form.body()).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        fields.put("name", name);
        fields.put("roles", roles);
        return target(submit(form.uri().resolve("/login"), fields));
    }

    public HttpResponse<String> get(String path) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    public HttpResponse<String> post(String path, Object body) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(HttpBrowser.write(body))));
    }

    /// The same with another header, as a page of somebody else's would send it.
    public HttpResponse<String> post(String path, Object body, String header, String value) throws IOException {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(HttpBrowser.write(body))));
    }

    /// Gives a command by POST.
    public HttpResponse<String> command(String code, String audience, String name, Map<String, ?> body)
            throws IOException {
        var message = Map.of("type", "command", "id", UUID.randomUUID(), "name", name, "body", body);
        return post("/api/sessions/" + code + "/commands?audience=" + audience, message);
    }

    /// Makes a session and returns its code. For hosts.
    public String makeSession() throws IOException {
        return HttpBrowser.ok(post("/api/sessions", HttpBrowser.PLAN))
                .path("code")
                .asText();
    }

    public JsonNode me() throws IOException {
        return HttpBrowser.ok(get("/api/me"));
    }

    /// A client of an audience with this browser's cookies.
    public LiveClient client(String code, String audience) {
        return new LiveClient(HttpBrowser.HTTP, server, code, audience, cookieHeader());
    }

    public String cookieHeader() {
        return cookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    public List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    /// Puts something else into each cookie whose name begins like this.
    public void spoil(String name) {
        cookies().stream().filter(cookie -> cookie.getName().startsWith(name)).forEach(cookie -> cookie.setValue("x"));
    }

    public void forgetCookies() {
        cookies.getCookieStore().removeAll();
    }

    /// Where an answer sends the browser.
    public static URI target(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .map(location -> answer.uri().resolve(location))
                .orElseThrow(() -> new AssertionError(
                        answer.uri() + " leads nowhere: " + answer.statusCode() + " " + answer.body()));
    }

    private HttpResponse<String> submit(URI action, Map<String, String> fields) throws IOException {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.timeout(HttpBrowser.PATIENCE).build(), BodyHandlers.ofString());
            // the JDK takes a cookie with a Max-Age alone for one of RFC 2965, and sends it in quotes
            cookies().forEach(cookie -> cookie.setVersion(0));
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
