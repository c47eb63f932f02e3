package io.lamina.accounts.store;

import java.io.Serializable;
import java.util.Objects;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;

@Entity
@Table(name = "accounts_user_role")
@IdClass(UserRoleRow.Key.class)
public class UserRoleRow {
  @Id
  @Column(name = "user_id")
  Long userId;

  @Id
  @Column(name = "role")
  String role;

  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    Long userId;
    String role;

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(userId, key.userId)
          && Objects.equals(role, key.role);
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, role);
    }
  }
}
