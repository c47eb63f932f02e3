package io.lamina.api.operations;

import io.lamina.api.audit.AuditAction;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command that {@code bin/lamina <name>} runs inside the running platform. Who may read the data
 * folder may call it, so there is no caller with permissions: whoever registers one has made sure
 * that the operator of the machine may do this. One command runs at a time.
 */
@ConsumerType
public interface OperatorCommand {
  /** Done, and nothing is wrong. */
  int OK = 0;

  /** Not done, or something wrong was found; the output says what. */
  int FAILED = 1;

  /** The arguments make no sense; the output says how to call it. */
  int USAGE = 2;

  /** Lower-case letters and dashes, such as {@code rotate-key}; unique in the platform. */
  String name();

  /** How to call it and what it does, one line, such as {@code backup DIR: copies everything}. */
  String usage();

  /** What the audit trail calls it, which is told before the command runs. */
  default AuditAction action() {
    return AuditAction.CONFIGURE;
  }

  /**
   * Runs the command. It ends early with an exception of the output where the operator is gone
   * (^C), and then leaves nothing half behind.
   *
   * @return {@link #OK}, {@link #FAILED} or {@link #USAGE}
   * @throws IOException where it failed in a way it has no better words for; the log gets it, the
   *     operator is told to look there
   * @throws InterruptedException where the platform stops
   * @throws io.lamina.api.error.LaminaException whose message is for the operator
   */
  int run(OperatorCall call, OperatorOutput output) throws IOException, InterruptedException;
}
