package io.lamina.rest.config;

import java.time.Duration;
import java.util.List;

/**
 * Who may watch, and what is kept for them.
 *
 * @param metricsToken that a scraper sends as Bearer; empty for none
 * @param metricsNetworks in CIDR notation, whose addresses read the metrics without signing in
 * @param slowRequest from which on a request is worth a warning; zero for never
 * @param statisticsDays days of usage statistics that are kept
 */
public record MonitoringSettings(
    String metricsToken, List<String> metricsNetworks, Duration slowRequest, int statisticsDays) {
  private static final int SHORTEST_TOKEN = 16;

  /**
   * @throws IllegalArgumentException for a token that can be guessed
   */
  public MonitoringSettings {
    if (!metricsToken.isEmpty() && metricsToken.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "metrics.token needs at least " + SHORTEST_TOKEN + " characters");
    }
  }
}
