package io.lamina.accounts.store;

import io.lamina.accounts.domain.apikey.ApiKey;
import io.lamina.accounts.domain.apikey.ApiKeys.NewKey;
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
@Table(name = "accounts_api_key")
public class ApiKeyRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "accounts_api_key_seq")
  @SequenceGenerator(
      name = "accounts_api_key_seq",
      sequenceName = "accounts_api_key_seq",
      allocationSize = 1)
  Long id;

  @Column(name = "user_id")
  long userId;

  @Column(name = "name")
  String name;

  @Column(name = "secret_hash")
  String secretHash;

  @Column(name = "permissions")
  String permissions;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "expires_at")
  OffsetDateTime expiresAt;

  @Column(name = "last_used_at")
  OffsetDateTime lastUsedAt;

  static ApiKeyRow of(NewKey key) {
    ApiKeyRow row = new ApiKeyRow();
    row.userId = key.userId();
    row.name = key.name();
    row.secretHash = key.secretHash();
    row.permissions = key.only().map(Words::of).orElse(null);
    row.createdAt = Times.column(Times.now());
    row.expiresAt = Times.column(key.expiresAt());
    return row;
  }

  ApiKey toApiKey() {
    return new ApiKey(
        id,
        userId,
        name,
        Optional.ofNullable(permissions).map(Words::permissions),
        createdAt.toInstant(),
        expiresAt.toInstant(),
        Optional.ofNullable(lastUsedAt).map(OffsetDateTime::toInstant),
        secretHash);
  }
}
