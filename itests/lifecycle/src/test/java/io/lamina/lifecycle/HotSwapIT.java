package io.lamina.lifecycle;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/**
 * DESIGN.md, the first promise: a capability comes, goes and is upgraded while the others answer,
 * and nothing else notices.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotSwapIT {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;

  private final Http http = new Http();
  private String groups;
  private String image;

  @Configuration
  public Option[] distribution() {
    return Container.lamina();
  }

  /** Data of both capabilities, so that there is something to lose. */
  @Before
  public void data() throws Exception {
    http.await("/health", 200);
    http.signIn();
    image = http.upload(TinyDicom.image()).value("image_id");
    final String annotation =
        http.post(
                "/api/annotations",
                "{\"project_id\":1,\"study_instance_uid\":\"1.2\",\"series_instance_uid\":\"1.3\","
                    + "\"sop_instance_uid\":\"1.4\",\"annotation_data\":{\"type\":\"point\"}}")
            .value("id");
    groups = "/api/annotations/" + annotation + "/mask-groups";
    newGroup();
  }

  @Test
  public void masksComeGoAndAreUpgradedWhileStudiesAnswer() throws Exception {
    swap(
        "masks",
        groups,
        "Liver",
        List.of(
            () -> http.get("/viewer/api/studies/"),
            () -> http.get("/viewer/api/images/" + image + "/data/"),
            () -> http.get("/viewer/api/images/" + image + "/pixels/"),
            () -> http.upload(TinyDicom.image())));
  }

  @Test
  public void studiesComeGoAndAreUpgradedWhileMasksAnswer() throws Exception {
    swap(
        "studies",
        "/viewer/api/studies/",
        TinyDicom.STUDY,
        List.of(() -> http.get(groups), () -> http.get("/api/annotations"), this::newGroup));
  }

  private void swap(String capability, String path, String kept, List<Load.Request> neighbour)
      throws Exception {
    final String name = "io.lamina." + capability;
    final String feature = "lamina-" + capability;
    final EnumSet<FeaturesService.Option> options =
        EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles);
    try (Load load = new Load(neighbour);
        Neighbours others = new Neighbours(context, name)) {
      load.goOn();

      features.uninstallFeature(feature, options);
      assertAway(http.await(path, 503, 200), capability);
      load.goOn();

      features.installFeature(feature, options);
      assertTrue("data lost by coming back", http.await(path, 200, 503).body().contains(kept));
      load.goOn();

      final Bundle bundle = bundle(name);
      bundle.stop();
      assertAway(http.await(path, 503, 200), capability);
      bundle.start();
      http.await(path, 200, 503);
      load.goOn();

      final Version next = NextVersion.of(bundle);
      bundle.update(NextVersion.jar(bundle, next));
      assertTrue("data lost by upgrading", http.await(path, 200, 503).body().contains(kept));
      load.goOn();
      assertEquals(next, bundle(name).getVersion());
      assertTrue("health shows the old version", http.get("/health").body().contains("" + next));

      // Back to what the feature says: Karaf would do it with the next change of any feature.
      bundle.update();
      http.await(path, 200, 503);
      load.goOn();

      onRecord(name, "stopped", "uninstalled", "installed", "started", "updated");
      assertEquals("requests of the neighbour failed", List.of(), load.failures());
      assertEquals("others were disturbed", List.of(), others.disturbed());
    }
  }

  /** Each of these happened to the module, says the audit trail (C-095), at least once. */
  private void onRecord(String module, String... events) throws Exception {
    final String entries =
        http.get("/api/audit?action=module&object=module&limit=500&object_id=" + module).body();
    for (final String event : events) {
      assertTrue(
          event + " is not on record: " + entries, entries.contains("\"event\":\"" + event + "\""));
    }
  }

  /** D-05, and that it is on record: the platform's only change that has no other entry. */
  @Test
  public void aCapabilityIsForgottenAndTheTrailTellsWhoDidIt() throws Exception {
    final EnumSet<FeaturesService.Option> options =
        EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles);
    features.uninstallFeature("lamina-masks", options);
    try {
      http.await(groups, 503, 200);
      assertEquals(204, http.delete("/api/capabilities/masks").status());
      http.await(groups, 404, 503);
      final String entry =
          http.get("/api/audit?action=module&object_id=masks&username=admin&limit=1").body();
      assertTrue(entry, entry.contains("\"event\":\"forgotten\""));
    } finally {
      features.installFeature("lamina-masks", options);
    }
    http.await(groups, 200, 404, 503);
  }

  /** D-05. */
  private static void assertAway(Http.Answer answer, String capability) {
    assertFalse("no Retry-After: " + answer, answer.retryAfter().isEmpty());
    assertTrue("does not name the module: " + answer, answer.body().contains(capability));
    assertTrue(answer.toString(), answer.body().contains("\"error\""));
  }

  private Http.Answer newGroup() throws java.io.IOException, InterruptedException {
    return http.post(
        groups, "{\"group_name\":\"Liver\",\"slice_count\":1,\"mask_type\":\"segmentation\"}");
  }

  private Bundle bundle(String name) {
    final Set<Bundle> found =
        Set.copyOf(
            Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .toList());
    assertEquals("bundles called " + name, 1, found.size());
    return found.iterator().next();
  }
}
