/**
 * Fakes of the platform's services, real databases in plain Java, and data that the project makes
 * itself. For tests, and for the demonstration; never part of the distribution's bundles.
 */
package io.lamina.testkit;
