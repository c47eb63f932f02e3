package io.lamina.audit.domain;

import java.util.List;

/** The stored chain of sealed entries. */
public interface Chain {
  /**
   * The entry that was sealed last.
   *
   * @param sealNo 0 where none was
   * @param hash of the entry, 64 hexadecimal digits
   */
  record End(long sealNo, String hash) {}

  /**
   * @param hash as stored beside the entry
   */
  record Sealed(long sealNo, String hash, Entry entry) {}

  /**
   * Seals entries that are committed and not sealed, those with the lowest ids first, in one
   * transaction. Of several nodes one does it at a time.
   *
   * @param most entries
   * @return how many
   */
  int seal(int most);

  End end();

  /** Entries that are committed and not sealed yet. */
  long unsealed();

  /** Sealed entries behind the given number, by number. */
  List<Sealed> after(long sealNo, int most);
}
