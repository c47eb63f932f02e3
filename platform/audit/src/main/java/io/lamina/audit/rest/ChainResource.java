package io.lamina.audit.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.api.identity.Caller;
import io.lamina.api.identity.Permission;
import io.lamina.audit.domain.Head;
import io.lamina.audit.domain.Heads;
import io.lamina.audit.domain.Verdict;
import io.lamina.audit.domain.Verification;
import io.lamina.rest.RestResource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Locale;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What proves that the audit trail is whole (C-095). */
@Component(service = ChainResource.class)
@RestResource
@Path("/api/audit")
@Tag(name = "Audit")
public final class ChainResource {
  private final Verification verification;
  private final Heads heads;

  /**
   * @param problem the first that was found; null where the trail is intact
   */
  public record VerdictResponse(
      boolean intact,
      long checkedEntries,
      long checkedHeads,
      long lastSealNo,
      String lastHash,
      long unsealedEntries,
      ProblemResponse problem) {}

  /**
   * @param kind removed, changed, rewritten, cut, head, heads-removed or unsigned
   * @param sealNo of the first bad entry, or where it should be
   * @param entryId null where it is not there
   */
  public record ProblemResponse(String kind, long sealNo, Long entryId, String message) {}

  /**
   * @param headNo place among the heads, 1 and up
   * @param signedText what the signature is of, ASCII
   * @param signature Ed25519 in Base64
   * @param publicKey PEM
   */
  public record HeadResponse(
      long headNo,
      long sealNo,
      String hash,
      Instant at,
      String signedText,
      String signature,
      String publicKey) {}

  @Activate
  public ChainResource(@Reference Verification verification, @Reference Heads heads) {
    this.verification = verification;
    this.heads = heads;
  }

  @GET
  @Path("verify")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Verify the whole trail",
      description =
          "Needs audit.read. Recomputes the chain from the first entry and compares it with the"
              + " signed heads outside the database: finds entries that were removed, changed, put"
              + " in another order or cut off before the last head, heads that were removed,"
              + " changed or exchanged, and entries that are without a head for more than two"
              + " minutes; names the first. Entries not sealed yet (about a second's worth) are"
              + " counted, not checked. One verification at a time (409).")
  public VerdictResponse verify(@Context Caller caller) {
    Verdict verdict = verification.verify(caller);
    Verdict.Problem problem = verdict.problem();
    return new VerdictResponse(
        verdict.intact(),
        verdict.checked(),
        verdict.heads(),
        verdict.lastSealNo(),
        verdict.lastHash(),
        verdict.unsealed(),
        problem == null
            ? null
            : new ProblemResponse(
                problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                problem.sealNo(),
                problem.entryId(),
                problem.message()));
  }

  @GET
  @Path("head")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The last signed head of the trail, and the key that verifies it",
      description =
          "Needs audit.read. A head is written every minute in which something was sealed, and at"
              + " stop. 404 before the first one.")
  public HeadResponse head(@Context Caller caller) {
    caller.require(Permission.AUDIT_READ);
    Head head =
        heads
            .last()
            .orElseThrow(
                () -> LaminaException.notFound("No head was written yet: ask again in a minute"));
    return new HeadResponse(
        head.number(),
        head.sealNo(),
        head.hash(),
        head.at(),
        head.signed(),
        head.signature(),
        heads.publicKey());
  }
}
