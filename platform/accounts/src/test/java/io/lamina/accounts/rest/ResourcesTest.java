package io.lamina.accounts.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.lamina.accounts.domain.TestAccounts;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Credentials.Bearer;
import io.lamina.api.identity.Permission;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.ws.rs.core.MultivaluedHashMap;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.UriInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What clients see: names of fields, and what is said of the ones that are missing. */
class ResourcesTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private final TestAccounts accounts = new TestAccounts();
  private final FakeBrowser browser = new FakeBrowser();
  private final AuthResource auth = new AuthResource(accounts.signIns);
  private final UserResource users =
      new UserResource(accounts.userService, accounts.projectService);
  private final PasswordResource passwords =
      new PasswordResource(accounts.userService, accounts.signIns);
  private final ProjectResource projects = new ProjectResource(accounts.projectService);
  private final MemberResource members =
      new MemberResource(accounts.memberService, accounts.settings());
  private final Caller anonymous = Caller.anonymous("192.0.2.7");
  private Caller admin;

  @BeforeEach
  void anAdmin() {
    admin = accounts.signedIn("root", "admin");
  }

  private static <T> T read(Class<T> type, String json) throws Exception {
    return JSON.readValue(json, type);
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  private static void missing(String field, Executable deed) {
    LaminaException refusal = assertThrows(LaminaException.class, deed);
    assertEquals(ErrorKind.BAD_REQUEST, refusal.kind());
    assertEquals("Json deserialize error: missing field '" + field + "'", refusal.getMessage());
  }

  private static UriInfo query(String... namesAndValues) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      query.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return (UriInfo)
        Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> query);
  }

  @Test
  void signsInWithS5sBodyAndAnswersBothDocuments() throws Exception {
    JsonNode answer =
        JSON.valueToTree(
            auth.login(
                read(
                    LoginRequest.class,
                    "{\"username\":\"root\",\"password\":\"" + TestAccounts.PASSWORD + "\"}"),
                anonymous,
                browser));
    assertEquals(
        Set.of(
            "user_id",
            "keycloak_id",
            "username",
            "email",
            "token",
            "access_token",
            "token_type",
            "expires_in",
            "success"),
        names(answer));
    assertEquals("Bearer", answer.get("token_type").asText());
    assertEquals(86_400, answer.get("expires_in").asInt());
    assertTrue(answer.get("success").asBoolean());
    assertEquals(answer.get("token"), answer.get("access_token"));
    assertEquals(
        admin.userId(),
        accounts
            .authenticator
            .authenticate(new Bearer(answer.get("token").asText()), "192.0.2.7")
            .userId());
  }

  @Test
  void signsInWithS1sBodyAndProof() throws Exception {
    JsonNode made =
        JSON.valueToTree(
            users
                .create(
                    read(
                        UserRequest.class,
                        """
                        {"username":"TestUser2","email":"user2@example.com",
                         "password":"long enough","roles":["annotator"],
                         "keycloak_id":"550e8400-e29b-41d4-a716-446655440000"}"""),
                    admin)
                .getEntity());
    LoginRequest body =
        read(
            LoginRequest.class,
            """
            {"keycloak_id":"550e8400-e29b-41d4-a716-446655440000",
             "username":"TestUser2","email":"user2@example.com"}""");
    Caller himself =
        accounts.authenticator.authenticate(
            new io.lamina.api.identity.Credentials.Basic("TestUser2", "long enough"), "::1");
    assertEquals(made.get("id").asLong(), auth.login(body, himself, browser).userId());
    assertEquals(
        made.get("id").asLong(),
        auth.login(body, anonymous, browser).userId(),
        "his live session is proof");
    FakeBrowser stranger = new FakeBrowser();
    assertEquals(
        ErrorKind.UNAUTHENTICATED,
        assertThrows(LaminaException.class, () -> auth.login(body, anonymous, stranger)).kind());
    accounts.signIns.signOut(anonymous, Optional.empty(), browser.session);
    assertEquals(
        ErrorKind.UNAUTHENTICATED,
        assertThrows(LaminaException.class, () -> auth.login(body, anonymous, browser)).kind());
  }

  @Test
  void namesWhatASignInLacks() throws Exception {
    for (String[] each :
        new String[][] {
          {"username", "{}"},
          {"username", "{\"password\":\"x\"}"},
          {"password", "{\"username\":\"x\"}"},
          {"username", "{\"keycloak_id\":\"x\",\"email\":\"y\"}"},
          {"email", "{\"keycloak_id\":\"x\",\"username\":\"y\"}"}
        }) {
      LoginRequest body = read(LoginRequest.class, each[1]);
      missing(each[0], () -> auth.login(body, anonymous, browser));
    }
    missing("body", () -> auth.login(null, anonymous, browser));
  }

  @Test
  void signsOutTheTokenOfTheRequest() {
    String token = accounts.signIns.renew(admin).token();
    accounts.authenticator.authenticate(new Bearer(token), "::1");
    auth.logout("bearer  " + token, admin, browser);
    assertThrows(
        LaminaException.class, () -> accounts.authenticator.authenticate(new Bearer(token), "::1"));
    assertEquals("Signed out", auth.logout("Basic cm9vdDp4", admin, browser).message());
    assertThrows(LaminaException.class, () -> auth.logout(null, anonymous, browser));
  }

  @Test
  void saysWhoIsSignedIn() {
    JsonNode me = JSON.valueToTree(auth.me(admin));
    assertEquals("root", me.get("username").asText());
    assertEquals("admin", me.get("roles").get(0).asText());
    assertTrue(me.get("permissions").toString().contains("\"study.read\""));
    assertTrue(JSON.<JsonNode>valueToTree(auth.verify(admin)).get("valid").asBoolean());
  }

  @Test
  void showsAUserWithoutAnythingSecret() throws Exception {
    var response =
        users.create(
            read(
                UserRequest.class,
                """
                {"username":"eve","email":"eve@example.com","password":"long enough"}"""),
            admin);
    assertEquals(201, response.getStatus());
    JsonNode eve = JSON.valueToTree(response.getEntity());
    assertEquals(
        Set.of(
            "id",
            "username",
            "email",
            "keycloak_id",
            "roles",
            "is_active",
            "account_status",
            "created_at",
            "updated_at"),
        names(eve));
    assertTrue(eve.get("is_active").asBoolean());
    assertTrue(eve.get("roles").isArray());
  }

  @Test
  void namesWhatANewUserLacks() throws Exception {
    for (String[] each :
        new String[][] {
          {"username", "{\"email\":\"e@x\",\"password\":\"long enough\"}"},
          {"email", "{\"username\":\"e\",\"password\":\"long enough\"}"},
          {"password", "{\"username\":\"e\",\"email\":\"e@x\"}"}
        }) {
      UserRequest body = read(UserRequest.class, each[1]);
      missing(each[0], () -> users.create(body, admin));
    }
  }

  @Test
  void neitherNameNorPasswordChangeOnTheWay() throws Exception {
    UserRequest renamed = read(UserRequest.class, "{\"username\":\"boss\"}");
    assertThrows(LaminaException.class, () -> users.update(admin.userId(), renamed, admin));
    UserRequest password = read(UserRequest.class, "{\"password\":\"long enough\"}");
    assertThrows(LaminaException.class, () -> users.update(admin.userId(), password, admin));
    UserRequest same =
        read(UserRequest.class, "{\"username\":\"ROOT\",\"email\":\"new@example.com\"}");
    assertEquals("new@example.com", users.update(admin.userId(), same, admin).email());
  }

  @Test
  void listsInBothStylesOfPages() {
    JsonNode page =
        JSON.valueToTree(users.list(null, query("page", "1", "page_size", "10"), admin));
    assertEquals(
        Set.of(
            "users", "total_count", "offset", "limit", "current_page", "page_size", "total_pages"),
        names(page));
    assertEquals(1, page.get("users").size());
    assertThrows(LaminaException.class, () -> users.list(null, query("limit", "501"), admin));
    assertEquals(50, users.projects(admin.userId(), query(), admin).get("limit"));
  }

  @Test
  void changesPasswords() throws Exception {
    missing(
        "current_password",
        () ->
            passwords.changeOwn(
                read(PasswordRequest.class, "{\"new_password\":\"x\"}"), admin, browser));
    missing("password", () -> passwords.set(1, read(PasswordRequest.class, "{}"), admin));
    JsonNode answer =
        JSON.valueToTree(
            passwords.changeOwn(
                read(
                    PasswordRequest.class,
                    "{\"current_password\":\""
                        + TestAccounts.PASSWORD
                        + "\",\"new_password\":\"long enough\"}"),
                admin,
                browser));
    assertTrue(answer.has("token"));
  }

  @Test
  void makesAndChangesAProject() throws Exception {
    var response =
        projects.create(
            read(
                ProjectRequest.class,
                "{\"name\":\" Lung \",\"start_date\":\"2026-01-31\",\"sponsor\":\"Acme\"}"),
            admin);
    assertEquals(201, response.getStatus());
    JsonNode project = JSON.valueToTree(response.getEntity());
    assertEquals(
        Set.of(
            "id",
            "name",
            "description",
            "sponsor",
            "start_date",
            "end_date",
            "auto_complete",
            "status",
            "is_active",
            "created_by",
            "created_at",
            "updated_at"),
        names(project));
    assertEquals("Lung", project.get("name").asText());
    assertEquals("active", project.get("status").asText());
    long id = project.get("id").asLong();
    ProjectResponse changed =
        projects.update(id, read(ProjectRequest.class, "{\"status\":\"closed\"}"), admin);
    assertEquals("closed", changed.status());
    assertEquals("Lung", changed.name());
    assertEquals("Acme", changed.sponsor());
    assertEquals(204, projects.deactivate(id, admin).getStatus());
    missing("name", () -> projects.create(read(ProjectRequest.class, "{}"), admin));
    assertThrows(
        Exception.class,
        () -> read(ProjectRequest.class, "{\"name\":\"" + "x".repeat(201) + "\"}"));
  }

  @Test
  void addsAMemberByNameOrNumberOfTheRole() throws Exception {
    long eve = accounts.user("eve", "professor").id();
    JsonNode answer =
        JSON.valueToTree(
            members.add(1, read(MemberRequest.class, "{\"user_id\":" + eve + "}"), admin));
    assertEquals("editor", answer.get("role").asText());
    assertEquals("editor", answer.get("role_name").asText());
    assertEquals(2, answer.get("role_id").asInt());
    assertEquals(eve, answer.get("user_id").asLong());
    assertEquals(1, answer.get("project_id").asLong());
    assertFalse(answer.get("message").asText().isEmpty());
    assertEquals(
        "reader",
        members.changeRole(1, eve, read(MemberRequest.class, "{\"role_id\":1}"), admin).role());
    missing("user_id", () -> members.add(1, read(MemberRequest.class, "{}"), admin));
    missing("role", () -> members.changeRole(1, eve, read(MemberRequest.class, "{}"), admin));
    assertThrows(
        LaminaException.class,
        () ->
            members.changeRole(
                1, eve, read(MemberRequest.class, "{\"role_id\":1,\"role\":\"reader\"}"), admin));
  }

  @Test
  void saysWhetherSomebodyIsAMember() throws Exception {
    JsonNode none = JSON.valueToTree(members.own(1, admin));
    assertEquals(Set.of("is_member", "role", "role_id", "role_name", "joined_at"), names(none));
    assertFalse(none.get("is_member").asBoolean());
    members.add(1, read(MemberRequest.class, "{\"user_id\":1,\"role\":\"editor\"}"), admin);
    assertTrue(members.own(1, admin).isMember());
    assertEquals("editor", members.of(1, 1, admin).roleName());
    assertEquals(1, ((java.util.List<?>) members.list(1, query(), admin).get("users")).size());
    assertEquals(204, members.remove(1, 1, admin).getStatus());
  }

  @Test
  void listsRolesWithTheirPermissions() {
    JsonNode roles =
        JSON.valueToTree(new RoleResource(accounts.settings()).list(admin)).get("roles");
    assertEquals(Set.of("id", "name", "scope", "permissions", "member_role"), names(roles.get(0)));
    assertTrue(roles.toString().contains("\"name\":\"annotator\""));
    assertTrue(roles.toString().contains("\"scope\":\"project\""));
  }

  @Test
  void listsPermissionsWithTheirRolesAndOnesOwn() {
    PermissionResource permissions =
        new PermissionResource(accounts.projectService, accounts.settings());
    JsonNode all = JSON.valueToTree(permissions.list(admin)).get("permissions");
    assertEquals(Permission.values().length, all.size());
    assertEquals(Set.of("name", "site_roles", "project_roles"), names(all.get(0)));
    for (JsonNode each : all) {
      if (each.get("name").asText().equals("annotation.write")) {
        assertEquals("[\"admin\"]", each.get("site_roles").toString());
        assertEquals("[\"editor\",\"manager\"]", each.get("project_roles").toString());
      }
    }
    Caller eve = accounts.signedIn("eve", "student");
    assertThrows(LaminaException.class, () -> permissions.own(1, eve));
    assertThrows(LaminaException.class, () -> permissions.list(anonymous));
    accounts.memberService.add(admin, 1, eve.userId(), Optional.empty());
    assertEquals(
        List.of("annotation.read", "patient-image.read", "study.read"),
        permissions.own(1, eve).permissions());
  }

  @Test
  void onlyTheMightyRotateKeys() {
    SigningKeyResource keys = new SigningKeyResource(accounts.keyRing);
    Caller helpdesk = accounts.signedIn("desk", "helpdesk");
    assertThrows(LaminaException.class, () -> keys.rotate(false, helpdesk));
    assertThrows(LaminaException.class, () -> keys.rotate(false, anonymous));
    assertEquals(201, keys.rotate(false, admin).getStatus());
    assertEquals(new WellKnownResource(accounts.keyRing).jwks(), keys.jwks());
  }

  @Test
  void nothingSecretIsPrinted() throws Exception {
    for (Object each :
        new Object[] {
          read(LoginRequest.class, "{\"password\":\"hunter22\"}"),
          read(UserRequest.class, "{\"password\":\"hunter22\"}"),
          read(PasswordRequest.class, "{\"password\":\"hunter22\",\"new_password\":\"hunter22\"}"),
          accounts.user("eve"),
          accounts.signIns.renew(admin),
          LoginResponse.of(accounts.signIns.renew(admin))
        }) {
      assertFalse(each.toString().contains("hunter22"), each::toString);
      assertFalse(each.toString().contains("argon2"), each::toString);
      assertFalse(each.toString().contains("eyJ"), each::toString);
    }
  }
}
