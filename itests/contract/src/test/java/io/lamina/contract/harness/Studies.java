package io.lamina.contract.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** S5's upload and lists as one caller. */
public final class Studies {
  public static final String UPLOAD = "/viewer/api/upload/";
  private final Client client;

  public Studies(Client client) {
    this.client = client;
  }

  public Answer upload(Multipart body) {
    return client.post(UPLOAD, body);
  }

  public JsonNode upload(Slice slice) {
    return upload(new Multipart().file("a.dcm", slice.file())).expect(200).json();
  }

  /** Study Instance UIDs the caller sees. */
  public Set<String> uids() {
    final Set<String> uids = new TreeSet<>();
    for (final JsonNode study : client.get("/viewer/api/studies/").expect(200).json()) {
      uids.add(study.get("study_instance_uid").asText());
    }
    return uids;
  }

  /** The list's row of a study. */
  public JsonNode study(String uid) {
    final JsonNode found =
        client.get("/viewer/api/studies/?study_instance_uid=" + uid).expect(200).json();
    if (found.size() != 1) {
      throw new AssertionError("study " + uid + " is there " + found.size() + " times");
    }
    return found.get(0);
  }

  public JsonNode images(long study) {
    return client.get("/viewer/api/studies/" + study + "/images/").expect(200).json().get("images");
  }

  /** D-13. */
  public Answer pixels(long image, int frame) {
    return client.get("/viewer/api/images/" + image + "/pixels/?frame=" + frame);
  }
}
