package io.lamina.contract;

import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.On;

/** The same on PostgreSQL. */
@On(Database.POSTGRESQL)
class SessionsOnPostgresIT extends SessionsIT {}
