package io.lamina.accounts.domain;

import io.lamina.accounts.domain.Users.NewUser;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first user where there is none (D-10, H-22). Any number of nodes may start at once: one
 * of them makes him. Its being there as a service means that somebody can sign in.
 */
@Component(service = FirstBoot.class)
public final class FirstBoot {
  static final String ADMIN = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(FirstBoot.class);
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int RANDOM_LENGTH = 20;

  @Activate
  public FirstBoot(
      @Reference Users users, @Reference Passwords passwords, @Reference Settings settings) {
    // Standard output and not the log: logs are kept, copied and read by others.
    this(users, passwords, settings, System.out);
  }

  FirstBoot(Users users, Passwords passwords, Settings settings, PrintStream console) {
    if (users.list(Optional.empty(), 0, 1).total() > 0) {
      return;
    }
    Optional<String> given = settings.firstPassword();
    if (given.isPresent()) {
      if (add(users, passwords, settings, given.get())) {
        LOG.info("First start: user {} with the password of LAMINA_ADMIN_PASSWORD", ADMIN);
        if (given.get().length() < Passwords.MIN_LENGTH) {
          LOG.warn("LAMINA_ADMIN_PASSWORD is short. Change the password of {} soon", ADMIN);
        }
      }
      return;
    }
    String password = random();
    FirstBootPassword file = new FirstBootPassword(settings.dataFolder());
    // The file comes first: a crash after the commit must not lose the only password.
    try {
      file.write(password);
    } catch (IOException e) {
      LOG.warn("The first password could not be kept in a file, see standard output", e);
    }
    if (add(users, passwords, settings, password)) {
      console.println("First start: user " + ADMIN + ", password " + password);
      console.flush();
      LOG.info("First start: user {}, password on standard output", ADMIN);
    } else {
      file.forget();
    }
  }

  private static boolean add(Users users, Passwords passwords, Settings settings, String password) {
    Roles roles = settings.roles();
    NewUser admin =
        new NewUser(
            ADMIN, ADMIN + "@localhost", Optional.empty(), Set.of(ADMIN), passwords.hash(password));
    String projectRole = roles.memberRole(admin.roles()).name();
    return users.addFirst(admin, Project.FIRST, projectRole).isPresent();
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
