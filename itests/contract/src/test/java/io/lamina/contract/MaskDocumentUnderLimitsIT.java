package io.lamina.contract;

import io.lamina.contract.harness.Database;
import io.lamina.contract.harness.On;

/** S1's and S2's clients on a server that limits rates as it is shipped. */
@On(value = Database.H2, limits = true)
class MaskDocumentUnderLimitsIT extends MaskDocumentIT {}
