package io.lamina.masks.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.masks.domain.AnnotationFilter;
import io.lamina.masks.domain.MeasurementFilter;
import javax.ws.rs.core.MultivaluedMap;

/** The filters of the list of annotations. */
final class AnnotationQuery {
  private AnnotationQuery() {}

  static ListQuery of(MultivaluedMap<String, String> parameters) {
    return new ListQuery(
        parameters,
        "user_id",
        "project_id",
        "study_instance_uid",
        "series_instance_uid",
        "sop_instance_uid",
        "viewer_software",
        "tool_name",
        "measurement_id",
        "measurement_type",
        "measurement_unit",
        "measurement_min",
        "measurement_max");
  }

  static AnnotationFilter filter(ListQuery query) {
    return new AnnotationFilter(
        query.number("user_id"),
        query.number("project_id"),
        uid(query, "study_instance_uid"),
        uid(query, "series_instance_uid"),
        uid(query, "sop_instance_uid"),
        query.text("viewer_software", Fields.SHORT),
        query.text("tool_name", Fields.SHORT),
        measurement(query));
  }

  private static String uid(ListQuery query, String name) {
    return Fields.optionalUid(name, query.text(name, 64));
  }

  private static MeasurementFilter measurement(ListQuery query) {
    MeasurementFilter filter =
        new MeasurementFilter(
            query.text("measurement_id", Fields.SHORT),
            query.text("measurement_type", Fields.SHORT),
            query.text("measurement_unit", Fields.SHORT),
            query.decimal("measurement_min"),
            query.decimal("measurement_max"));
    if (filter.id() == null && filter.type() == null && !filter.equals(MeasurementFilter.NONE)) {
      // values alone have no index: a length and an angle may both be 10
      throw LaminaException.badRequest(
          "Give measurement_type or measurement_id with the other measurement_ parameters");
    }
    if (filter.least() != null && filter.most() != null && filter.least() > filter.most()) {
      throw LaminaException.badRequest("measurement_min is larger than measurement_max");
    }
    return filter;
  }
}
