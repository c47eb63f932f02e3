/** What the catalog of studies is about, in plain Java: rules, services and ports. */
package io.lamina.studies.domain;
