package io.lamina.keys.command;

import io.lamina.api.keys.Conversion;
import io.lamina.keys.vault.Installation;
import io.lamina.keys.vault.Installation.Opening;
import io.lamina.keys.vault.KeysException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What bin/lamina asks of the keys outside the running platform: {@code prepare DATA KEYFILE}
 * before each start, {@code verify DATA KEYFILE} before a restore, and {@code encrypt DATA
 * KEYFILE}. Ends with 0, or with 1 and one line on standard error.
 */
public final class KeysCommand {
  private final Path data;
  private final Installation installation;
  private final List<Conversion> conversions;
  private final PrintStream out;
  private final PrintStream err;

  KeysCommand(
      Path data,
      Installation installation,
      List<Conversion> conversions,
      PrintStream out,
      PrintStream err) {
    this.data = data;
    this.installation = installation;
    this.conversions = conversions;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Path data = Path.of(arguments[1]);
    KeysCommand command =
        new KeysCommand(
            data,
            new Installation(data, Path.of(arguments[2])),
            ServiceLoader.load(Conversion.class).stream().map(ServiceLoader.Provider::get).toList(),
            System.out,
            System.err);
    System.exit(
        switch (arguments[0]) {
          case "encrypt" -> command.encrypt();
          case "verify" -> command.verify();
          default -> command.prepare();
        });
  }

  /** Makes the keys of a new data folder, and refuses one whose keys are not there. */
  int prepare() {
    try {
      refuseLostKeyset();
      Opening opening = installation.open();
      if (opening.created()) {
        tellAboutTheKeyFile();
      }
      return 0;
    } catch (KeysException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse("the data in " + data + " cannot be read: " + e);
    }
  }

  /** Whether the key file opens the keyset; changes nothing. */
  int verify() {
    try {
      installation.requireOpens();
      return 0;
    } catch (KeysException e) {
      return refuse(e.getMessage());
    }
  }

  /** Converts what is not encrypted; run again, it goes on where an earlier run ended. */
  int encrypt() {
    try {
      refuseLostKeyset();
      Opening opening = installation.beginConversion();
      boolean complete = true;
      for (Conversion conversion : conversions) {
        complete &=
            conversion.convert(data, opening.vault(), line -> out.println("lamina: " + line));
      }
      if (!complete) {
        return refuse("not everything could be encrypted, see above; then run encrypt again");
      }
      if (opening.created()) {
        installation.endConversion();
        tellAboutTheKeyFile();
      }
      out.println("lamina: all data in " + data + " are encrypted");
      return 0;
    } catch (KeysException e) {
      return refuse(e.getMessage());
    } catch (IOException e) {
      return refuse("stopped: " + e + ". Nothing was lost; run encrypt again");
    }
  }

  /** A new keyset would open nothing of what the lost one sealed. */
  private void refuseLostKeyset() throws KeysException, IOException {
    if (installation.hasKeyset()) {
      return;
    }
    for (Conversion conversion : conversions) {
      if (conversion.holdsEncrypted(data)) {
        throw new KeysException(
            "The data of "
                + data
                + " are encrypted and keys/keyset in there is missing: put it back from the"
                + " backup");
      }
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
