package io.lamina.keys.command;

import io.lamina.api.keys.Conversion;
import io.lamina.keys.vault.Installation;
import io.lamina.keys.vault.Installation.Opening;
import io.lamina.keys.vault.KeysException;
import io.lamina.keys.vault.KeysetVault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What bin/lamina asks of the keys outside the running platform: {@code prepare DATA KEYFILE}
 * before each start, and {@code encrypt DATA KEYFILE}. Ends with 0, or with 1 and one line on
 * standard error.
 */
public final class KeysCommand {
  private final Installation installation;
  private final PrintStream out;
  private final PrintStream err;

  KeysCommand(Installation installation, PrintStream out, PrintStream err) {
    this.installation = installation;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Path data = Path.of(arguments[1]);
    Installation installation = new Installation(data, Path.of(arguments[2]));
    KeysCommand command = new KeysCommand(installation, System.out, System.err);
    System.exit(
        arguments[0].equals("encrypt")
            ? command.encrypt(
                data,
                ServiceLoader.load(Conversion.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList())
            : command.prepare());
  }

  /** Makes the keys of a new data folder, and refuses one whose keys are not there. */
  int prepare() {
    try {
      Opening opening = installation.open();
      if (opening.created()) {
        tellAboutTheKeyFile();
      }
      return 0;
    } catch (KeysException e) {
      return refuse(e.getMessage());
    }
  }

  /** Converts unencrypted data; goes on where an earlier run ended. */
  int encrypt(Path data, List<Conversion> conversions) {
    try {
      Optional<KeysetVault> vault = installation.beginConversion();
      if (vault.isEmpty()) {
        out.println("lamina: all data in " + data + " are encrypted");
        return 0;
      }
      boolean complete = true;
      for (Conversion conversion : conversions) {
        complete &= conversion.convert(data, vault.get(), line -> out.println("lamina: " + line));
      }
      if (!complete) {
        return refuse("not everything could be encrypted, see above; then run encrypt again");
      }
      installation.endConversion();
      tellAboutTheKeyFile();
      out.println("lamina: all data in " + data + " are encrypted");
      return 0;
    } catch (KeysException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse("stopped: " + e + ". Nothing was lost; run encrypt again");
    }
  }

  private void tellAboutTheKeyFile() {
    out.println(
        "lamina: back up the key file "
            + installation.keyFile()
            + " now, apart from the data: without it nothing stored can ever be read again");
  }

  private int refuse(String reason) {
    err.println("lamina: " + reason);
    return 1;
  }
}
