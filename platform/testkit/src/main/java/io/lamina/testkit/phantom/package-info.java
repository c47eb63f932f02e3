/**
 * Images that the project makes itself: seeded, the same bytes every time, with the headers of real
 * devices. Needs nothing but the JDK.
 */
package io.lamina.testkit.phantom;
