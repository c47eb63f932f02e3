package io.lamina.contract;

import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.On;

/** S5's client on a server that limits rates as it is shipped. */
@On(value = Database.H2, limits = true)
class ViewerDocumentUnderLimitsIT extends ViewerDocumentIT {}
