package io.lamina.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir Path temp;
  private Path root;
  private Path outside;

  @BeforeEach
  void make() throws IOException {
    Path real = Files.createDirectories(temp.resolve("real"));
    for (String name : new String[] {"a", "b/c", "b/d/e", "skipped/f"}) {
      Files.createDirectories(real.resolve(name).getParent());
      Files.writeString(real.resolve(name), name);
    }
    outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("mine"), "precious");
    Files.createSymbolicLink(real.resolve("link"), outside);
    root = Files.createSymbolicLink(temp.resolve("root"), real);
  }

  @Test
  void showsWhatIsBelowALinkedRootButFollowsNoLinkInIt() throws IOException {
    Set<String> seen = new TreeSet<>();
    FolderTree.walk(
        root,
        new FolderTree.Visitor() {
          @Override
          public void file(Path file, BasicFileAttributes attributes) {
            seen.add(root.relativize(file) + (attributes.isSymbolicLink() ? "@" : ""));
          }

          @Override
          public boolean enters(Path folder) {
            return !folder.equals(root.resolve("skipped"));
          }

          @Override
          public void left(Path folder) {
            seen.add(root.relativize(folder) + "/");
          }
        });
    assertEquals(Set.of("a", "b/c", "b/d/e", "link@", "/", "b/", "b/d/"), seen);
  }

  @Test
  void whatOthersRemoveMeanwhileIsNoFailure() throws IOException {
    Set<String> seen = new TreeSet<>();
    FolderTree.walk(
        root,
        (file, attributes) -> {
          seen.add(file.getFileName().toString());
          FolderTree.empty(root);
        });
    assertEquals(1, seen.size(), seen::toString);
    FolderTree.walk(temp.resolve("none"), (file, attributes) -> seen.clear());
    assertEquals(1, seen.size());
  }

  @Test
  void emptiesTheFolderAndNothingElse() throws IOException {
    FolderTree.empty(root);
    assertTrue(Files.isSymbolicLink(root));
    try (var left = Files.list(root)) {
      assertEquals(0, left.count());
    }
    assertEquals("precious", Files.readString(outside.resolve("mine")));
    FolderTree.empty(temp.resolve("none"));
  }

  @Test
  void theFileSystemsOwnFolderIsNoPartOfIt() throws IOException {
    Files.createDirectories(root.resolve("lost+found"));
    Files.writeString(root.resolve("lost+found/#12"), "the file system's");
    // whoever may read all sees an empty folder
    Set<PosixFilePermission> none = Set.of();
    Path unreadable = Files.createDirectories(root.resolve("b/mounted/lost+found"));
    Files.setPosixFilePermissions(unreadable, none);
    Set<String> seen = new TreeSet<>();
    FolderTree.walk(root, (file, attributes) -> seen.add(root.relativize(file).toString()));
    assertEquals(Set.of("a", "b/c", "b/d/e", "link", "skipped/f"), seen);
    Files.delete(unreadable);
    FolderTree.empty(root);
    assertEquals(List.of("lost+found"), List.of(root.toFile().list()));
    assertEquals("the file system's", Files.readString(root.resolve("lost+found/#12")));
  }
}
