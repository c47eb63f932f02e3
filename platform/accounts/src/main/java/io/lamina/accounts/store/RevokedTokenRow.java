package io.lamina.accounts.store;

import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_revoked_token")
public class RevokedTokenRow {
  @Id
  @Column(name = "jti")
  String jti;

  @Column(name = "user_id")
  Long userId;

  @Column(name = "expires_at")
  OffsetDateTime expiresAt;
}
