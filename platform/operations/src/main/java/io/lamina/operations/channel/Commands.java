package io.lamina.operations.channel;

import io.lamina.api.audit.AuditEvent;
import io.lamina.api.audit.AuditTrail;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.api.operations.OperatorGoneException;
import io.lamina.api.operations.OperatorOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that are there, run one at a time: none has to think of another that changes keys or
 * copies the store meanwhile.
 */
@Component(service = Commands.class)
public final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final List<OperatorCommand> commands = new CopyOnWriteArrayList<>();
  private final Semaphore one = new Semaphore(1);
  private final AtomicReference<AuditTrail> trail = new AtomicReference<>();

  @Activate
  public Commands() {
    // commands come and go
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(OperatorCommand command) {
    commands.add(command);
  }

  void remove(OperatorCommand command) {
    commands.remove(command);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setTrail(AuditTrail there) {
    trail.set(there);
  }

  void unsetTrail(AuditTrail gone) {
    trail.compareAndSet(gone, null);
  }

  /**
   * @return the exit code
   * @throws OperatorGoneException where nobody reads what it says
   */
  int run(String name, OperatorCall call, OperatorOutput output) {
    Optional<OperatorCommand> found =
        commands.stream().filter(command -> command.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return unknown(name, output);
    }
    if (!one.tryAcquire()) {
      output.warn("Another command runs at the moment; try again when it has ended");
      return OperatorCommand.FAILED;
    }
    try {
      LOG.info("The operator runs '{}'", name);
      int status = run(found.get(), call, output);
      LOG.info("The operator's '{}' ended with {}", name, status);
      return status;
    } finally {
      one.release();
    }
  }

  private int run(OperatorCommand command, OperatorCall call, OperatorOutput output) {
    try {
      tell(command);
      int status = command.run(call, output);
      if (status == OperatorCommand.USAGE) {
        output.warn("usage: lamina " + command.usage());
      }
      return status;
    } catch (OperatorGoneException e) {
      LOG.info("The operator's '{}' was aborted", command.name());
      throw e;
    } catch (LaminaException e) {
      output.warn(e.getMessage());
    } catch (InterruptedException e) {
      output.warn("Lamina stops; nothing was finished");
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.error("The operator's '{}' failed", command.name(), e);
      output.warn("It failed; the log says why");
    }
    return OperatorCommand.FAILED;
  }

  /** What the trail cannot be told of does not happen (C-095). */
  private void tell(OperatorCommand command) {
    AuditTrail there = trail.get();
    if (there == null) {
      throw new LaminaException(
          ErrorKind.UNAVAILABLE, "The audit trail cannot be written at the moment; see /health");
    }
    there.event(null, AuditEvent.of(command.action(), "operator-command", command.name()));
  }

  private int unknown(String name, OperatorOutput output) {
    output.warn(
        name.equals("help")
            ? "Commands for the running platform:"
            : "There is no command '" + name + "' at the moment. There are:");
    commands.stream()
        .sorted(Comparator.comparing(OperatorCommand::name))
        .forEach(command -> output.warn("  lamina " + command.usage()));
    return OperatorCommand.USAGE;
  }
}
