package io.lamina.contract.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs a test class against the one server of the run that uses this database; it comes as a
 * parameter of the type {@link Server}. A subclass with another value runs the same tests there.
 * Classes that share servers run one after the other; classes with servers of their own run beside
 * them ({@code junit-platform.properties}).
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedServers.class)
@Execution(ExecutionMode.SAME_THREAD)
public @interface On {
  Database value();

  /** Whether the server limits rates as it is shipped; else it does not at all. */
  boolean limits() default false;
}
