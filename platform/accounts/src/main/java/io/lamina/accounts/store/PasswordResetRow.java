package io.lamina.accounts.store;

import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_password_reset")
public class PasswordResetRow {
  @Id
  @Column(name = "user_id")
  Long userId;

  @Column(name = "token_hash")
  String tokenHash;

  @Column(name = "issued_by")
  long issuedBy;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "expires_at")
  OffsetDateTime expiresAt;
}
