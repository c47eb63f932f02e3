package io.lamina.accounts.store;

import io.lamina.accounts.domain.Session;
import java.time.OffsetDateTime;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_session")
public class SessionRow {
  @Id
  @Column(name = "id_hash")
  String idHash;

  @Column(name = "user_id")
  Long userId;

  @Column(name = "generation")
  Integer generation;

  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "last_seen_at")
  OffsetDateTime lastSeenAt;

  static SessionRow of(Session session) {
    SessionRow row = new SessionRow();
    row.idHash = session.idHash();
    row.userId = session.userId();
    row.generation = session.generation();
    row.createdAt = Times.column(session.createdAt());
    row.lastSeenAt = Times.column(session.lastSeenAt());
    return row;
  }

  Session toSession() {
    return new Session(idHash, userId, generation, createdAt.toInstant(), lastSeenAt.toInstant());
  }
}
