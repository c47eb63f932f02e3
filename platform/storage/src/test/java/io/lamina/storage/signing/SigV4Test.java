package io.lamina.storage.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SigV4Test {
  /** "Example" in "Authenticating Requests: Using Query Parameters", Amazon S3 API reference. */
  @Test
  void signsTheExampleOfTheAmazonDocumentation() {
    assertEquals(
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        SigV4.signature(
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "us-east-1",
            "20130524T000000Z",
            "GET",
            "/test.txt",
            Map.of(
                "X-Amz-Algorithm", "AWS4-HMAC-SHA256",
                "X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
                "X-Amz-Date", "20130524T000000Z",
                "X-Amz-Expires", "86400",
                "X-Amz-SignedHeaders", "host"),
            "examplebucket.s3.amazonaws.com"));
  }

  @Test
  void encodesAsTheDocumentationSays() {
    assertEquals("a~b-c_d.e%2F%20%2B%25%EA%B0%84%2A", SigV4.encode("a~b-c_d.e/ +%간*"));
  }
}
