package io.lamina.accounts.domain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Lets attempts that are alike share the outcome of the first: a client that opens fifty
 * connections with one password costs one hash, and one attempt where they are counted.
 */
final class SharedAttempts<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

  /** What the attempt gave, or the one under way with the same key; throws what that threw. */
  V share(K key, Supplier<V> attempt) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> first = running.putIfAbsent(key, mine);
    if (first != null) {
      return outcome(first);
    }
    try {
      mine.complete(attempt.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      running.remove(key);
    }
    return outcome(mine);
  }

  private static <V> V outcome(CompletableFuture<V> attempt) {
    try {
      return attempt.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw e;
    }
  }
}
