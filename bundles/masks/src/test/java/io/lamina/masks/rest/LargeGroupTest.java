package io.lamina.masks.rest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lamina.masks.store.Schema;
import io.lamina.testkit.TestDatabase;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page of a group's list costs the same whatever the number of its masks. */
class LargeGroupTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(Schema.class, "masks");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPageIsReadInTheOrderOfAnIndex(TestDatabase database) {
    new Schema(database.migrations());
    database
        .jpa()
        .tx(
            em -> {
              em.createNativeQuery(
                      "insert into masks_annotation (id, revision, project_id, user_id,"
                          + " study_instance_uid, series_instance_uid, sop_instance_uid,"
                          + " annotation_data, measurement_values, shared, tool_name, created_at,"
                          + " updated_at) values (1, 1, 1, 1, '1', '2', '3', '{}', '[]', false,"
                          + " 'manual', current_timestamp, current_timestamp)")
                  .executeUpdate();
              em.createNativeQuery(
                      "insert into masks_mask_group (id, revision, annotation_id, slice_count,"
                          + " mask_type, created_by, created_at, updated_at) values (1, 1, 1, 1,"
                          + " 'segmentation', 1, current_timestamp, current_timestamp)")
                  .executeUpdate();
              for (int i = 0; i < 3000; i++) {
                em.createNativeQuery(
                        "insert into masks_mask (id, revision, group_id, slice_index, file_path,"
                            + " mime_type, created_at, updated_at) values ("
                            + i
                            + ", 1, 1, "
                            + (i % 1000)
                            + ", 'a"
                            + i
                            + "', 'image/png', current_timestamp, current_timestamp)")
                    .executeUpdate();
              }
            });
    if (database.toString().startsWith("PostgreSQL")) {
      database.jpa().tx(em -> em.createNativeQuery("analyze masks_mask").executeUpdate());
    }
    String plan =
        database
            .jpa()
            .txExpr(
                em ->
                    String.valueOf(
                        em.createNativeQuery(
                                "explain select * from masks_mask where group_id = 1 order by"
                                    + " group_id desc, slice_index nulls last, id limit 20")
                            .getResultList()));
    assertTrue(plan.toLowerCase(Locale.ROOT).contains("masks_mask_order"), plan);
  }
}
