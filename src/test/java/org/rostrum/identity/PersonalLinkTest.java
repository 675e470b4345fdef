package org.rostrum.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.rostrum.identity.JoinPage.GRANTS;
import static org.rostrum.identity.JoinPage.join;
import static org.rostrum.identity.JoinPage.me;
import static org.rostrum.identity.JoinPage.post;
import static org.rostrum.identity.JoinPage.refused;
import static org.rostrum.testing.People.HANA;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rostrum.infosession.JoinCode;
import org.rostrum.refusal.RefusalCode;
import org.rostrum.refusal.Refused;
import org.rostrum.testing.PostgresTestResource;

/// A personal link gives one named person one role in one session, until it expires or is revoked.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class PersonalLinkTest {

    @Inject
    Invitations invitations;

    @Inject
    Visitors visitors;

    @Inject
    Jdbi jdbi;

    private InfoSessionId infoSession;
    private String joinCode;

    @BeforeEach
    void a_session_to_be_invited_to() {
        infoSession = new InfoSessionId(UuidCreator.getTimeOrderedEpoch());
        joinCode = JoinCode.random(RandomGenerator.getDefault()).value();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into info_session (id, join_code, phase, title_en, title_fr, time_zone, switches, created_at)
                        values (:id, :code, 'SCHEDULED', 'Join us', 'Venez', 'America/Toronto', '', now())
                        """)
                .bind("id", infoSession.value())
                .bind("code", joinCode)
                .execute());
    }

    @Test
    void looking_at_a_link_changes_nothing() {
        // Given
        var link = invite(Role.PANELIST, "Ana");

        // When
        var looked = post("/api/join/peek", token(link));

        // Then
        looked.then()
                .statusCode(200)
                .header("Set-Cookie", nullValue())
                .body("role", equalTo("panelist"))
                .body("name", equalTo("Ana"))
                .body("code", equalTo(joinCode))
                .body("titles", equalTo(Map.of("en", "Join us", "fr", "Venez")));
        assertThat(invitations.list(infoSession).getFirst().usedAt()).isNull();
    }

    @Test
    void opening_a_link_leaves_a_grant_for_its_session() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");

        // When
        var cookie = join(token(link), "");

        // Then
        me(cookie)
                .body("grants", hasSize(1))
                .body("grants[0].code", equalTo(joinCode))
                .body("grants[0].role", equalTo("moderator"))
                .body("grants[0].name", equalTo("Ana"));
        assertThat(invitations.list(infoSession).getFirst().usedAt()).isNotNull();
        assertThat(recognised(cookie).staff(infoSession, List.of(Role.MODERATOR)))
                .contains(new Actor.Staff(link.invitation().id().toString(), "Ana", Role.MODERATOR));
    }

    @Test
    void a_second_link_adds_a_grant_and_replaces_none() {
        var first = join(token(invite(Role.MODERATOR, "Ana")), "");
        var both = join(token(invite(Role.PANELIST, "Ana on stage")), first);

        me(both).body("grants.role", equalTo(List.of("panelist", "moderator")));
    }

    @Test
    void opening_the_same_link_again_changes_nothing() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");
        var cookie = join(token(link), "");

        // When
        var again = given().cookie(GRANTS, cookie)
                .contentType(ContentType.JSON)
                .body(Map.of("token", token(link)))
                .post("/api/join");

        // Then
        again.then().statusCode(200).header("Set-Cookie", nullValue()).body("name", equalTo("Ana"));
        assertThat(invitations.list(infoSession)).hasSize(1);
    }

    @Test
    void the_same_person_on_two_devices_is_one_actor() {
        var link = invite(Role.MODERATOR, "Ana");

        assertThat(recognised(join(token(link), "")).staff(infoSession, List.of(Role.MODERATOR)))
                .isEqualTo(recognised(join(token(link), "")).staff(infoSession, List.of(Role.MODERATOR)));
    }

    @Test
    void a_revoked_link_opens_nothing_and_its_grants_count_no_more() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");
        var cookie = join(token(link), "");

        // When
        invitations.revoke(HANA, infoSession, link.invitation().id());

        // Then
        refused(post("/api/join", token(link)));
        refused(post("/api/join/peek", token(link)));
        me(cookie).body("grants", hasSize(0));
        assertThat(recognised(cookie).staff(infoSession, List.of(Role.MODERATOR)))
                .isEmpty();
    }

    @Test
    void revoking_twice_keeps_the_first_time_and_another_sessions_link_is_unknown() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");
        invitations.revoke(HANA, infoSession, link.invitation().id());
        var at = invitations.list(infoSession).getFirst().revokedAt();

        // When
        invitations.revoke(HANA, infoSession, link.invitation().id());

        // Then
        assertThat(invitations.list(infoSession).getFirst().revokedAt()).isEqualTo(at);
        var elsewhere = new InfoSessionId(UuidCreator.getTimeOrderedEpoch());
        assertThatThrownBy(() ->
                        invitations.revoke(HANA, elsewhere, link.invitation().id()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_LINK));
    }

    @Test
    void an_expired_link_opens_nothing_and_its_grants_end_with_it() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");
        var cookie = join(token(link), "");

        // When
        jdbi.useHandle(handle ->
                invitations.moveExpiry(handle, infoSession, Instant.now().minusSeconds(1)));

        // Then
        refused(post("/api/join", token(link)));
        me(cookie).body("grants", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA\u0000", "../../etc/passwd"})
    void an_unknown_token_is_answered_like_an_expired_one(String token) {
        refused(post("/api/join/peek", token));
        refused(post("/api/join", token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":null}", "null", "[]", "{\"token\":{}}"})
    void a_body_without_a_token_is_refused(String body) {
        var status = given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/join")
                .then()
                .contentType("application/problem+json")
                .extract()
                .statusCode();

        assertThat(status).isIn(400, 422);
    }

    @Test
    void neither_token_nor_secret_is_stored() {
        // Given
        var link = invite(Role.MODERATOR, "Ana");
        var cookie = join(token(link), "");

        // When
        var stored = jdbi.withHandle(handle -> handle.createQuery(
                        "select i::text || g::text from invitation i join access_grant g on g.invitation = i.id where i.id = :id")
                .bind("id", link.invitation().id().value())
                .mapTo(String.class)
                .one());

        // Then
        assertThat(stored).doesNotContain(token(link)).doesNotContain(cookie);
        assertThat(link.toString()).doesNotContain(token(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "Ana\nBen", "Ana\u0000", "Ana\u202E", "\uD800"})
    void a_link_needs_a_name_that_is_one_line_of_text(String name) {
        assertThatThrownBy(() -> invite(Role.MODERATOR, name)).isInstanceOf(Refused.class);
    }

    @Test
    void a_name_has_at_most_80_characters() {
        assertThat(invite(Role.MODERATOR, "é".repeat(80)).invitation().name()).hasSize(80);
        assertThatThrownBy(() -> invite(Role.MODERATOR, "é".repeat(81)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TOO_LONG));
    }

    private NewInvitation invite(Role role, String name) {
        return invitations.invite(HANA, infoSession, role, name, Instant.now().plus(Duration.ofDays(1)));
    }

    private static String token(NewInvitation link) {
        return link.url().getFragment();
    }

    private Visitor recognised(String grants) {
        return visitors.recognise(new Credentials(List.of(GRANTS + "=" + grants), Optional::empty));
    }

    @Test
    void a_browser_that_has_not_used_its_link_for_a_month_opens_it_again() {
        // Given
        var link = invite(Role.MODERATOR, "Maya");
        var token = link.url().getFragment();
        var before = join(token, "");
        jdbi.useHandle(handle -> handle.execute(
                "update access_grant set last_used_at = now() - interval '31 days' where invitation = ?",
                link.invitation().id().value()));

        // Then
        me(before).body("grants", hasSize(0));
        me(join(token, before)).body("grants", hasSize(1));
    }

    @Test
    void a_list_says_in_how_many_browsers_a_link_is_open() {
        // Given
        var link = invite(Role.MODERATOR, "Maya");
        var token = link.url().getFragment();

        // When
        me(join(token, ""));
        me(join(token, ""));

        // Then
        var listed = invitations.list(infoSession).stream()
                .filter(one -> one.id().equals(link.invitation().id()))
                .findFirst()
                .orElseThrow();
        assertThat(listed.browsers()).isEqualTo(2);
        assertThat(listed.lastUsedAt()).isNotNull();
        assertThat(listed.madeBy()).isEqualTo(HANA.id());
    }
}
