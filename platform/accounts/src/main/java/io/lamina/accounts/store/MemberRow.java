package io.lamina.accounts.store;

import io.lamina.accounts.domain.Membership;
import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_project_member")
@IdClass(MemberRow.Key.class)
public class MemberRow {
  @Id
  @Column(name = "project_id")
  Long projectId;

  @Id
  @Column(name = "user_id")
  Long userId;

  @Column(name = "role")
  String role;

  @Column(name = "joined_at")
  OffsetDateTime joinedAt;

  static MemberRow of(long project, long user, String role, Instant now) {
    MemberRow row = new MemberRow();
    row.projectId = project;
    row.userId = user;
    row.role = role;
    row.joinedAt = Times.column(now);
    return row;
  }

  Membership toMembership(String username) {
    return new Membership(projectId, userId, username, role, joinedAt.toInstant());
  }

  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    Long projectId;
    Long userId;

    public Key() {}

    Key(Long projectId, Long userId) {
      this.projectId = projectId;
      this.userId = userId;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(projectId, key.projectId)
          && Objects.equals(userId, key.userId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(projectId, userId);
    }
  }
}
