package io.lamina.keys.command;

import io.lamina.api.operations.OperatorCall;
import io.lamina.api.operations.OperatorCommand;
import io.lamina.api.operations.OperatorOutput;
import io.lamina.keys.vault.Installation;
import io.lamina.keys.vault.KeysException;
import io.lamina.keys.vault.KeysetVault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code lamina rotate-key}, while everything goes on. */
public final class RotateKey implements OperatorCommand {
  private static final Logger LOG = LoggerFactory.getLogger(RotateKey.class);

  private final Installation installation;
  private final KeysetVault vault;

  public RotateKey(Installation installation, KeysetVault vault) {
    this.installation = installation;
    this.vault = vault;
  }

  @Override
  public String name() {
    return "rotate-key";
  }

  @Override
  public String usage() {
    return "rotate-key: makes a new key file, and a new key for what is stored from now on";
  }

  @Override
  public int run(OperatorCall call, OperatorOutput output) {
    if (!call.arguments().isEmpty()) {
      return USAGE;
    }
    try {
      String id = installation.rotate(vault);
      LOG.info("The keyset is wrapped by a new key file (id {})", id);
      output.say("The key file " + installation.keyFile() + " is new (id " + id + ").");
      output.say("Back it up now, apart from the data. Backups of the data from before open with");
      output.say("the key file from before: keep that one as long as you keep them.");
      return OK;
    } catch (KeysException e) {
      LOG.error("The key file was not rotated", e);
      output.warn(e.getMessage());
      return FAILED;
    }
  }
}
