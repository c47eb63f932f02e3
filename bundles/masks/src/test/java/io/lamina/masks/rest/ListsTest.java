package io.lamina.masks.rest;

import static io.lamina.testkit.Callers.EDITOR;
import static io.lamina.testkit.Callers.FOREIGN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lamina.api.error.ErrorKind;
import io.lamina.api.error.LaminaException;
import io.lamina.masks.MasksFixture;
import io.lamina.masks.domain.Annotation;
import io.lamina.masks.domain.GroupPath;
import io.lamina.masks.domain.Page;
import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.ws.rs.core.MultivaluedHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListsTest {
  private TestDatabase database;
  private RestFixture rest;
  private GroupPath path;

  @BeforeEach
  void start() {
    database = TestDatabase.h2(Schema.class, "masks");
    rest = new RestFixture(database);
    path = rest.platform.group(EDITOR);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private ObjectNode masks(Map<String, String> query) {
    return rest.written(
        rest.masks.list(EDITOR, path.annotationId(), path.groupId(), RestFixture.query(query)));
  }

  private void addMasks() {
    Integer[] slices = {2, null, 0, 1, 1};
    for (int i = 0; i < slices.length; i++) {
      String key = rest.platform.link(EDITOR, path, i + ".png").key();
      rest.platform.masks.create(
          EDITOR, path, MasksFixture.mask(key, slices[i], i == 4 ? "spleen" : "liver"));
    }
  }

  private static List<String> names(ObjectNode list) {
    return list.get("masks").findValuesAsText("file_path").stream()
        .map(key -> key.substring(key.lastIndexOf('/') + 1, key.length() - 4))
        .toList();
  }

  @Test
  void bothStylesOfPagingGetTheWholeEnvelope() {
    addMasks();
    ObjectNode pages = masks(Map.of("page", "2", "page_size", "2"));
    assertEquals(List.of("4", "0"), names(pages));
    assertEquals(
        "{\"total_count\":5,\"offset\":2,\"limit\":2,\"current_page\":2,\"page_size\":2,"
            + "\"total_pages\":3}",
        sorted(pages));
    assertEquals(List.of("2", "3", "4", "0", "1"), names(masks(Map.of())));
    assertEquals(List.of("1"), names(masks(Map.of("offset", "4", "limit", "500"))));
    assertEquals(List.of(), names(masks(Map.of("page", "2147483647", "page_size", "500"))));
    assertEquals(20, masks(Map.of("page", "1")).get("limit").asInt());
  }

  private String sorted(ObjectNode list) {
    ObjectNode envelope = list.objectNode();
    for (String name :
        List.of("total_count", "offset", "limit", "current_page", "page_size", "total_pages")) {
      envelope.set(name, list.get(name));
    }
    return envelope.toString();
  }

  @Test
  void everyFilterNarrows() {
    addMasks();
    assertEquals(List.of("4"), names(masks(Map.of("label_name", "spleen"))));
    assertEquals(List.of("3", "4"), names(masks(Map.of("slice_index", "1"))));
    assertEquals(
        1, masks(Map.of("slice_index", "1", "label_name", "liver")).get("total_count").asInt());
    assertEquals(List.of(), names(masks(Map.of("sop_instance_uid", "1.2"))));
    assertEquals(5, names(masks(Map.of("label_name", ""))).size());
  }

  @Test
  void groupsAreFilteredByModalityAndType() {
    for (var expected : Map.of("CT", 1, "MR", 0).entrySet()) {
      assertEquals(expected.getValue(), groups(Map.of("modality", expected.getKey())).get(0));
    }
    assertEquals(1, groups(Map.of("mask_type", "segmentation")).get(0));
    assertEquals(0, groups(Map.of("mask_type", "detection")).get(0));
    assertRefused(() -> groups(Map.of("mask_type", "painting")));
  }

  private List<Integer> groups(Map<String, String> query) {
    ObjectNode list =
        rest.written(rest.groups.list(EDITOR, path.annotationId(), RestFixture.query(query)));
    return List.of(list.get("total_count").asInt());
  }

  @Test
  void annotationsAreFilteredAndOnlyShownToWhoMayReadThem() {
    rest.platform.annotation(EDITOR, true);
    assertEquals(2, annotations(EDITOR, Map.of()));
    assertEquals(2, annotations(EDITOR, Map.of("user_id", "" + EDITOR.userId())));
    assertEquals(0, annotations(EDITOR, Map.of("user_id", "999")));
    assertEquals(2, annotations(EDITOR, Map.of("project_id", "1")));
    assertEquals(
        2,
        annotations(
            EDITOR,
            Map.of("study_instance_uid", "1.2.3.4.5.6.7.8.9.10", "viewer_software", "ohif")));
    assertEquals(0, annotations(EDITOR, Map.of("viewer_software", "other")));
    assertEquals(1, annotations(FOREIGN, Map.of()));
    assertEquals(1, annotations(FOREIGN, Map.of("project_id", "1")));
  }

  private int annotations(io.lamina.api.identity.Caller caller, Map<String, String> query) {
    ObjectNode list = rest.written(rest.annotations.list(caller, RestFixture.query(query)));
    assertEquals(list.get("total"), list.get("total_count"));
    assertEquals(list.get("total").asInt(), list.get("annotations").size());
    return list.get("total").asInt();
  }

  @Test
  void aPageOfAnnotationsIsReadInPartsAndHasAllInOrder() {
    for (int i = 0; i < 44; i++) {
      rest.platform.annotation(EDITOR, false);
    }
    ObjectNode list =
        rest.written(rest.annotations.list(EDITOR, RestFixture.query(Map.of("limit", "43"))));
    List<Long> ids = new ArrayList<>();
    list.get("annotations").forEach(found -> ids.add(found.get("id").asLong()));
    assertEquals(43, ids.stream().distinct().count());
    assertEquals(ids.stream().sorted().toList(), ids);
    assertEquals(45, list.get("total").asInt());
  }

  @Test
  void aPageOfAnnotationsLeavesOutWhatIsDeletedMeanwhile() {
    for (int i = 0; i < 29; i++) {
      rest.platform.annotation(EDITOR, false);
    }
    var page = rest.platform.annotations.list(EDITOR, MasksFixture.ALL, new Page(0, 500));
    Iterator<Annotation> items = page.items().iterator();
    items.next();
    long last = rest.platform.annotation(EDITOR, false).id() - 1;
    rest.platform.annotations.delete(EDITOR, last, null);
    int count = 1;
    for (; items.hasNext(); items.next()) {
      count++;
    }
    assertEquals(29, count, "the second part was read after the first was walked");
  }

  @Test
  void whatNoListKnowsIsRefused() {
    assertRefused(() -> masks(Map.of("label", "liver")));
    assertRefused(() -> masks(Map.of("page", "1", "offset", "0")));
    assertRefused(() -> masks(Map.of("limit", "501")));
    assertRefused(() -> masks(Map.of("slice_index", "one")));
    assertRefused(() -> masks(Map.of("slice_index", "-1")));
    assertRefused(() -> masks(Map.of("label_name", "a\0b")));
    assertRefused(() -> annotations(EDITOR, Map.of("user_id", "me")));
    var twice = new MultivaluedHashMap<String, String>();
    twice.put("modality", List.of("CT", "MR"));
    assertRefused(() -> rest.groups.list(EDITOR, path.annotationId(), RestFixture.query(twice)));
  }

  @Test
  void theDetailOfAGroupShowsItsMasksAndCountsTheGroupsOfItsAnnotation() {
    addMasks();
    rest.platform.groups.create(
        EDITOR,
        path.annotationId(),
        new io.lamina.masks.domain.MaskGroupContent(
            null, null, null, null, 1, io.lamina.masks.domain.MaskType.DETECTION, null));
    ObjectNode detail = rest.written(rest.groups.get(EDITOR, path.annotationId(), path.groupId()));
    assertEquals(5, detail.get("masks").size());
    assertEquals(
        "{\"total_groups\":2,\"modality_counts\":{\"CT\":1},"
            + "\"mask_type_counts\":{\"detection\":1,\"segmentation\":1}}",
        detail.get("stats").toString());
    assertTrue(detail.get("masks").get(0).has("integrity"));
  }

  private static void assertRefused(org.junit.jupiter.api.function.Executable work) {
    assertEquals(ErrorKind.BAD_REQUEST, assertThrows(LaminaException.class, work).kind());
  }
}
