package io.lamina.wrong.domain;

/** Breaks a rule on purpose. */
public final class DomainThatPrints {
  public void act() {
    System.out.println("patient");
  }
}
