/**
 * The catalog's tables. Plain JDBC over the persistence unit's connection: ingest writes thousands
 * of rows in one transaction and lists are read page by page, neither of which entities help with.
 */
package io.lamina.studies.store;
