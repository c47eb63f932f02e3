package io.lamina.api.operations;

import io.lamina.api.error.LaminaException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the operator typed.
 *
 * @param folder where he typed it, absolute
 * @param arguments after the name of the command
 */
public record OperatorCall(Path folder, List<String> arguments) {
  public OperatorCall {
    arguments = List.copyOf(arguments);
  }

  /**
   * An argument as a path, absolute: what is relative counts from where the operator stands.
   *
   * @throws LaminaException 400 where it is no path here
   */
  public Path path(String argument) {
    try {
      return folder.resolve(argument).normalize();
    } catch (InvalidPathException e) {
      throw LaminaException.badRequest(
          "'" + argument + "' is no path in the character set that Lamina was started with");
    }
  }
}
