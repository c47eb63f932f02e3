package io.lamina.studies.rest;

import io.lamina.api.error.LaminaException;
import io.lamina.rest.Paging;
import io.lamina.studies.domain.DateRange;
import io.lamina.studies.domain.StudyFilter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.ws.rs.core.MultivaluedMap;

/**
 * What a study list is asked for (D-12, X-32).
 *
 * @param paging empty for everything, streamed
 */
record StudyQuery(StudyFilter filter, Optional<Paging> paging, Map<String, String> parameters) {
  private static final Set<String> PAGING = Set.of("limit", "offset");
  private static final Set<String> FILTERS =
      Set.of(
          "patient_id",
          "patient_name",
          "study_instance_uid",
          "study_date",
          "modality",
          "accession_number",
          "q");

  /**
   * @throws LaminaException 400 for an unknown parameter, so that no filter is silently ignored,
   *     and for a value that is none
   */
  static StudyQuery of(MultivaluedMap<String, String> query) {
    Map<String, String> parameters = new TreeMap<>();
    for (Map.Entry<String, List<String>> one : query.entrySet()) {
      String name = one.getKey();
      if (!FILTERS.contains(name) && !PAGING.contains(name)) {
        throw LaminaException.badRequest(
            "Unknown query parameter; use limit, offset, patient_id, patient_name,"
                + " study_instance_uid, study_date, modality, accession_number or q");
      }
      if (one.getValue().size() > 1) {
        throw LaminaException.badRequest("Query parameter '" + name + "' is given twice");
      }
      String value = one.getValue().get(0);
      if (value.indexOf('\0') >= 0) {
        throw LaminaException.badRequest("Query parameter '" + name + "' is malformed");
      }
      parameters.put(name, value);
    }
    String dates = value(parameters, "study_date");
    StudyFilter filter =
        new StudyFilter(
            value(parameters, "patient_id"),
            value(parameters, "patient_name"),
            value(parameters, "study_instance_uid"),
            dates == null ? null : DateRange.parse(dates),
            value(parameters, "modality"),
            value(parameters, "accession_number"),
            value(parameters, "q"));
    boolean paged = parameters.keySet().stream().anyMatch(PAGING::contains);
    return new StudyQuery(
        filter, paged ? Optional.of(Paging.of(query)) : Optional.empty(), parameters);
  }

  /** Links to the neighbouring pages (RFC 8288); empty where there are none. */
  String links(URI base, long total) {
    Paging page = paging.orElseThrow();
    StringJoiner links = new StringJoiner(", ");
    if (page.offset() + page.limit() < total) {
      links.add(link(base, page.offset() + page.limit(), page.limit(), "next"));
    }
    if (page.offset() > 0) {
      links.add(link(base, Math.max(0, page.offset() - page.limit()), page.limit(), "prev"));
    }
    return links.toString();
  }

  private String link(URI base, long offset, int limit, String relation) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("offset", Long.toString(offset));
    all.put("limit", Integer.toString(limit));
    StringJoiner query = new StringJoiner("&");
    all.forEach(
        (name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return "<" + base + "/viewer/api/studies/?" + query + ">; rel=\"" + relation + "\"";
  }

  /** An empty value asks for nothing, as in DICOM (PS3.4, C.2.2.2.3). */
  private static String value(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
