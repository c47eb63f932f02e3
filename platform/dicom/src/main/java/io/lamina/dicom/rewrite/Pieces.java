package io.lamina.dicom.rewrite;

import io.lamina.api.blob.ByteSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** What a rewritten part is made of: ranges of the original, and new bytes. */
final class Pieces {
  /** Either new bytes, or, with null, a range of the original. */
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
  private record Piece(byte[] bytes, long from, long to) {}

  private final List<Piece> pieces = new ArrayList<>(2);
  private long size;

  Pieces copy(long from, long to) {
    if (from == to) {
      return this;
    }
    size += to - from;
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).bytes() == null && pieces.get(last).to() == from) {
      pieces.set(last, new Piece(null, pieces.get(last).from(), to));
    } else {
      pieces.add(new Piece(null, from, to));
    }
    return this;
  }

  Pieces add(byte[] bytes) {
    size += bytes.length;
    pieces.add(new Piece(bytes, 0, 0));
    return this;
  }

  Pieces add(Pieces others) {
    for (Piece piece : others.pieces) {
      if (piece.bytes() == null) {
        copy(piece.from(), piece.to());
      } else {
        add(piece.bytes());
      }
    }
    return this;
  }

  long size() {
    return size;
  }

  /** Whether this is just that range of the original. */
  boolean isCopy(long from, long to) {
    return size == to - from
        && (size == 0
            || (pieces.size() == 1
                && pieces.get(0).bytes() == null
                && pieces.get(0).from() == from));
  }

  void write(ByteSource original, OutputStream target) throws IOException {
    for (Piece piece : pieces) {
      if (piece.bytes() != null) {
        target.write(piece.bytes());
      } else {
        original.stream(piece.from(), piece.to() - piece.from()).transferTo(target);
      }
    }
  }
}
