package io.lamina.accounts.store;

import io.lamina.accounts.domain.signup.Invitation;
import io.lamina.accounts.domain.signup.Invitation.Place;
import io.lamina.accounts.domain.signup.Invitation.Terms;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_invitation")
public class InvitationRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "accounts_invitation_seq")
  @SequenceGenerator(
      name = "accounts_invitation_seq",
      sequenceName = "accounts_invitation_seq",
      allocationSize = 1)
  Long id;

  @Column(name = "code_hash")
  String codeHash;

  @Column(name = "email")
  String email;

  @Column(name = "roles")
  String roles;

  @Column(name = "project_id")
  Long projectId;

  @Column(name = "project_role")
  String projectRole;

  @Column(name = "created_by")
  long createdBy;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "expires_at")
  OffsetDateTime expiresAt;

  @Column(name = "used_at")
  OffsetDateTime usedAt;

  @Column(name = "used_by")
  Long usedBy;

  @Column(name = "revoked_at")
  OffsetDateTime revokedAt;

  void set(Terms terms) {
    email = terms.email().orElse(null);
    roles = Words.join(terms.roles());
    projectId = terms.place().map(Place::project).orElse(null);
    projectRole = terms.place().map(Place::role).orElse(null);
  }

  Terms terms() {
    return new Terms(
        Optional.ofNullable(email),
        Words.split(roles),
        Optional.ofNullable(projectId).map(project -> new Place(project, projectRole)));
  }

  Invitation toInvitation() {
    return new Invitation(
        id,
        terms(),
        createdBy,
        createdAt.toInstant(),
        expiresAt.toInstant(),
        Optional.ofNullable(usedAt).map(OffsetDateTime::toInstant),
        Optional.ofNullable(usedBy),
        Optional.ofNullable(revokedAt).map(OffsetDateTime::toInstant));
  }
}
