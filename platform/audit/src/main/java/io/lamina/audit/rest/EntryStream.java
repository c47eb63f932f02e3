package io.lamina.audit.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lamina.audit.domain.AuditQueries.Found;
import io.lamina.audit.domain.AuditService.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.core.StreamingOutput;

/** Entries written one after the other, as JSON and as CSV (RFC 4180). */
final class EntryStream {
  private static final List<String> COLUMNS =
      List.of(
          "at",
          "user_id",
          "username",
          "address",
          "action",
          "outcome",
          "object",
          "object_id",
          "project_id",
          "study_instance_uid",
          "patient_id",
          "count",
          "details");

  private EntryStream() {}

  /** Fields before or behind the entries. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static StreamingOutput json(ObjectMapper mapper, Fields before, Report entries, Fields behind) {
    return output -> {
      try (JsonGenerator json = mapper.getFactory().createGenerator(output)) {
        // the container decides when bytes leave; an answer that breaks off must not look whole
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.setCodec(mapper);
        json.writeStartObject();
        before.write(json);
        json.writeArrayFieldStart("entries");
        entries.each(found -> write(mapper, json, found));
        json.writeEndArray();
        behind.write(json);
        json.writeEndObject();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  private static void write(ObjectMapper mapper, JsonGenerator json, Found found) {
    try {
      mapper.writeValue(json, EntryResponse.of(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StreamingOutput csv(Report entries) {
    return output -> {
      Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
      try {
        writer.write(String.join(",", COLUMNS) + "\r\n");
        entries.each(found -> write(writer, EntryResponse.of(found)));
        writer.flush();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  private static void write(Writer writer, EntryResponse entry) {
    String details =
        entry.details().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(";"));
    String line =
        Stream.of(
                entry.at(),
                entry.userId(),
                entry.username(),
                entry.address(),
                entry.action(),
                entry.outcome(),
                entry.object(),
                entry.objectId(),
                entry.projectId(),
                entry.studyInstanceUid(),
                entry.patientId(),
                entry.count(),
                details)
            .map(value -> cell(Objects.toString(value, "")))
            .collect(Collectors.joining(",", "", "\r\n"));
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A cell that no spreadsheet takes for a formula: an apostrophe before the characters that start
   * one (OWASP, "CSV Injection").
   */
  static String cell(String value) {
    boolean formula = !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0;
    String text = formula ? "'" + value : value;
    boolean quoted = formula || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
