package io.lamina.storage.disk;

import io.lamina.api.error.LaminaException;
import io.lamina.api.files.FolderTree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Deletes objects; while a backup is under way, a second link in the folder {@code held} keeps each
 * deleted file. What a crash leaves there goes at the next start.
 */
final class HeldObjects {
  private final ObjectTree objects;
  private final Path folder;
  private final ObjectTree held;

  /** A deletion reads whether there is a hold, and nobody begins one half-way through. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean holding;

  HeldObjects(ObjectTree objects, Path folder, Flusher flusher) throws IOException {
    this.objects = objects;
    this.folder = folder;
    this.held = new ObjectTree(folder, flusher);
    clear();
  }

  /** Nothing happens where the object is gone. */
  void delete(Path file) throws IOException {
    lock.readLock().lock();
    try {
      if (holding) {
        keep(file);
      }
      objects.remove(file);
    } finally {
      lock.readLock().unlock();
    }
  }

  void begin() throws IOException {
    lock.writeLock().lock();
    try {
      if (holding) {
        throw LaminaException.conflict("A backup is under way already");
      }
      OwnerOnly.createFolder(folder);
      holding = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  void end() throws IOException {
    lock.writeLock().lock();
    try {
      holding = false;
    } finally {
      lock.writeLock().unlock();
    }
    clear();
  }

  /** Where an object lies that was deleted since the hold began. */
  Path heldFile(Path file) {
    return folder.resolve(objects.relative(file));
  }

  private void keep(Path file) throws IOException {
    try {
      held.link(file, heldFile(file));
    } catch (NoSuchFileException e) {
      // it is gone already
    } catch (FileAlreadyExistsException e) {
      // deleted before, under the hold: the one from its beginning counts
    }
  }

  private void clear() throws IOException {
    FolderTree.empty(folder);
    Files.deleteIfExists(folder);
  }
}
