/**
 * Who calls and what he may: one caller for every door, rights checked where the data is (D-03,
 * D-14, D-15).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.lamina.api.identity;
