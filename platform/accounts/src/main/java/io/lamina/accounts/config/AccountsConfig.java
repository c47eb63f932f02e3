package io.lamina.accounts.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of users, roles and tokens, {@code etc/io.lamina.accounts.cfg}. The defaults of the
 * roles are D-15's. A site may add roles of its own by keys of the same shape.
 */
@ObjectClassDefinition(
    name = "Lamina accounts",
    description = "Roles as named sets of permissions (D-04, D-15), tokens, sign-in")
public @interface AccountsConfig {
  String PID = "io.lamina.accounts";

  @AttributeDefinition(
      name = "Site role admin",
      description = "Permissions separated by commas, or * for all")
  String site_admin() default "*";

  @AttributeDefinition(name = "Site role professor")
  String site_professor() default "patient-image.read, patient-image.write";

  @AttributeDefinition(name = "Site role student")
  String site_student() default "patient-image.read";

  @AttributeDefinition(name = "Site role standard")
  String site_standard() default "patient-image.read";

  @AttributeDefinition(name = "Site role annotator")
  String site_annotator() default "study.upload, scan.upload, bulk-upload, patient-image.read";

  @AttributeDefinition(name = "Site role student_dev")
  String site_student__dev() default "scan.upload, patient-image.read";

  @AttributeDefinition(name = "Site role demo")
  String site_demo() default "";

  @AttributeDefinition(
      name = "Project role of an admin",
      description = "Role that a user with this site role gets when he is added to a project")
  String member_admin() default "manager";

  @AttributeDefinition(name = "Project role of a professor")
  String member_professor() default "editor";

  @AttributeDefinition(name = "Project role of a student")
  String member_student() default "reader";

  @AttributeDefinition(name = "Project role of a standard user")
  String member_standard() default "reader";

  @AttributeDefinition(name = "Project role of an annotator")
  String member_annotator() default "editor";

  @AttributeDefinition(name = "Project role of a student_dev")
  String member_student__dev() default "editor";

  @AttributeDefinition(name = "Project role of a demo user")
  String member_demo() default "reader";

  @AttributeDefinition(
      name = "Projects of demo users",
      description =
          "Names of the only projects that users with the site role demo ever see, whatever they"
              + " are members of, separated by commas")
  String demo_projects() default "demo";

  @AttributeDefinition(name = "Project role reader")
  String project_reader() default "study.read, annotation.read, mask.read, scan.read, job.read";

  @AttributeDefinition(name = "Project role editor")
  String project_editor() default
      "study.read, study.upload, annotation.read, annotation.write, mask.read, mask.write,"
          + " mask.delete, scan.read, scan.upload, caption.write, analysis.run, anonymize.run,"
          + " export.run, job.read";

  @AttributeDefinition(name = "Project role manager")
  String project_manager() default "*";

  @AttributeDefinition(name = "Token issuer", description = "The iss claim of tokens")
  String token_issuer() default "lamina";

  @AttributeDefinition(
      name = "Signing key age",
      description = "Days after which tokens are signed with a new key, 1 to 3650",
      min = "1",
      max = "3650")
  int signing$_$key_days() default 90;

  @AttributeDefinition(
      name = "State cache",
      description =
          "Seconds for which a change made on another node may stay unseen, 1 to 300; changes made"
              + " on this node are seen at once",
      min = "1",
      max = "300")
  int state_cache_seconds() default 5;

  @AttributeDefinition(
      name = "Failed sign-ins",
      description = "Failed sign-ins for one user from one address before further ones must wait",
      min = "3",
      max = "1000")
  int failed_sign$_$ins() default 20;

  @AttributeDefinition(
      name = "Failed sign-ins from an address",
      description =
          "Failures from one address, for all users together, before further ones must wait",
      min = "3",
      max = "100000")
  int failed_sign$_$ins_address() default 100;

  @AttributeDefinition(
      name = "Failed sign-ins of a user",
      description =
          "Failures for one user, from all addresses together, before further ones must wait",
      min = "3",
      max = "100000")
  int failed_sign$_$ins_user() default 100;

  @AttributeDefinition(
      name = "API keys of a user",
      description = "How many keys one user may have, 0 to 1000; 0 for no keys at all",
      min = "0",
      max = "1000")
  int api$_$keys_per$_$user() default 20;

  @AttributeDefinition(
      name = "Life of an API key",
      description =
          "Days after which an API key ends at the latest, and where its maker does not say, 1 to"
              + " 3650",
      min = "1",
      max = "3650")
  int api$_$keys_days() default 365;

  @AttributeDefinition(
      name = "Registration",
      description =
          "Who may make an account by himself: invitation (whom somebody invited), approval"
              + " (anybody; without an invitation he waits until somebody with user.manage lets him"
              + " in), off")
  String registration() default "invitation";

  @AttributeDefinition(
      name = "Role of new users",
      description = "Site role of who makes an account by himself; invitations may say another one")
  String registration_role() default "standard";

  @AttributeDefinition(
      name = "Waiting accounts",
      description = "How many accounts may wait for approval at once, 1 to 10000",
      min = "1",
      max = "10000")
  int registration_pending() default 100;

  @AttributeDefinition(
      name = "Life of an invitation",
      description = "Days after which an invitation ends at the latest, 1 to 365",
      min = "1",
      max = "365")
  int invitation_days() default 14;

  @AttributeDefinition(
      name = "OIDC issuer",
      description =
          "The iss claim of an identity provider whose access tokens count here, such as"
              + " https://id.hospital.example/realms/hospital; empty for none. https, but on this"
              + " machine")
  String oidc_issuer() default "";

  @AttributeDefinition(
      name = "OIDC audience",
      description = "Of which a token has to name one in aud; needed with an issuer")
  String oidc_audience() default "";

  @AttributeDefinition(
      name = "OIDC clients",
      description = "Of which a token has to name one in azp; empty for any")
  String oidc_client() default "";

  @AttributeDefinition(
      name = "OIDC keys",
      description = "Where the keys are; empty for where the discovery document says")
  String oidc_jwks_uri() default "";

  @AttributeDefinition(
      name = "OIDC roles claim",
      description =
          "Path of the claim with the realm's roles. A key oidc.role.<realm role> = <site roles>"
              + " says what one stands for")
  String oidc_roles_claim() default "realm_access.roles";

  @AttributeDefinition(
      name = "OIDC algorithms",
      description = "With which tokens may be signed: asymmetric ones alone")
  String oidc_algorithms() default "RS256, PS256, ES256";

  @AttributeDefinition(
      name = "OIDC clock skew",
      description = "Seconds by which the two clocks may differ, 0 to 300",
      min = "0",
      max = "300")
  int oidc_skew_seconds() default 30;

  @AttributeDefinition(
      name = "OIDC outage",
      description =
          "Minutes for which the last keys count while the identity provider is away, 10 to 10080",
      min = "10",
      max = "10080")
  int oidc_outage_minutes() default 720;

  @AttributeDefinition(
      name = "Idle sessions",
      description = "Minutes without a request after which a browser is signed out, 5 to 1440",
      min = "5",
      max = "1440")
  int session_idle_minutes() default 480;

  @AttributeDefinition(
      name = "Longest session",
      description = "Hours after which a browser has to sign in again in any case, 1 to 168",
      min = "1",
      max = "168")
  int session_lifetime_hours() default 24;

  @AttributeDefinition(
      name = "Sessions of a user",
      description = "At once; the one unused longest ends for a new one, 1 to 1000",
      min = "1",
      max = "1000")
  int sessions_per_user() default 50;
}
