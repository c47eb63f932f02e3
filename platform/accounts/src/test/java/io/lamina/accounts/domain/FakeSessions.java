package io.lamina.accounts.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions in memory; counts what is written. */
final class FakeSessions implements Sessions {
  final Map<String, Session> rows = new ConcurrentHashMap<>();
  int seen;

  @Override
  public List<String> add(Session session, int most) {
    List<String> tooMany =
        rows.values().stream()
            .filter(row -> row.userId() == session.userId())
            .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
            .skip(most - 1L)
            .map(Session::idHash)
            .toList();
    tooMany.forEach(rows::remove);
    rows.put(session.idHash(), session);
    return tooMany;
  }

  @Override
  public Optional<Session> find(String idHash) {
    return Optional.ofNullable(rows.get(idHash));
  }

  @Override
  public void seen(String idHash, Instant at) {
    seen++;
    rows.computeIfPresent(idHash, (hash, row) -> row.seenAt(at));
  }

  @Override
  public void remove(String idHash) {
    rows.remove(idHash);
  }

  @Override
  public void purge(Instant unusedSince, Instant begunBefore) {
    rows.values()
        .removeIf(
            row -> row.lastSeenAt().isBefore(unusedSince) || row.createdAt().isBefore(begunBefore));
  }
}
