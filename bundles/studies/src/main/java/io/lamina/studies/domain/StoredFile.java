package io.lamina.studies.domain;

/**
 * A file whose bytes are durable in the blob store and whose row is not there yet.
 *
 * @param index place in its request, from 0
 * @param instanceId number under which it is stored
 * @param name as shown to the client, cleaned
 * @param bytes of the file
 * @param sha256 of the file
 */
public record StoredFile(
    int index, long instanceId, String name, long bytes, String sha256, InstanceFacts facts) {}
