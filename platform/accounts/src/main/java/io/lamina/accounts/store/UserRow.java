package io.lamina.accounts.store;

import io.lamina.accounts.domain.AccountStatus;
import io.lamina.accounts.domain.Names;
import io.lamina.accounts.domain.User;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;
import javax.persistence.Version;

@Entity
@Table(name = "accounts_user")
public class UserRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "accounts_user_seq")
  @SequenceGenerator(
      name = "accounts_user_seq",
      sequenceName = "accounts_user_seq",
      allocationSize = 1)
  Long id;

  @Column(name = "username")
  String username;

  @Column(name = "username_key")
  String usernameKey;

  @Column(name = "email")
  String email;

  @Column(name = "email_key")
  String emailKey;

  @Column(name = "keycloak_id")
  String keycloakId;

  @Column(name = "password_hash")
  String passwordHash;

  @Column(name = "generation")
  int generation;

  @Column(name = "is_active")
  boolean active;

  @Column(name = "pending_approval")
  boolean pending;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "updated_at")
  OffsetDateTime updatedAt;

  @Version
  @Column(name = "row_version")
  int rowVersion;

  void setUsername(String name) {
    username = name;
    usernameKey = Names.key(name);
  }

  void setEmail(String address) {
    email = address;
    emailKey = Names.key(address);
  }

  void setPassword(String hash) {
    passwordHash = hash;
    generation++;
    updatedAt = Times.column(Times.now());
  }

  private AccountStatus status() {
    if (pending) {
      return AccountStatus.PENDING_APPROVAL;
    }
    return active ? AccountStatus.ACTIVE : AccountStatus.DISABLED;
  }

  User toUser(Set<String> roles) {
    return new User(
        id,
        username,
        email,
        Optional.ofNullable(keycloakId),
        roles,
        status(),
        createdAt.toInstant(),
        updatedAt.toInstant(),
        new User.Secret(passwordHash, generation));
  }
}
