/**
 * What {@code ./run --demo} shows: the platform's main job as a client sees it, over HTTP. Runs
 * from the testkit's jar alone, with nothing but the JDK.
 */
package io.lamina.testkit.demo;
