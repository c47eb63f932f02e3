package io.lamina.accounts.store;

import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_signing_key")
public class SigningKeyRow {
  @Id
  @Column(name = "kid")
  String kid;

  @Column(name = "jwk")
  String jwk;

  @Column(name = "created_at")
  OffsetDateTime createdAt;
}
