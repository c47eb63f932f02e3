package io.lamina.dicom.rewrite;

import io.lamina.dicom.Addition;
import io.lamina.dicom.Element;
import io.lamina.dicom.ElementEdit;
import io.lamina.dicom.ElementEditor;
import io.lamina.dicom.InvalidDicomException;
import io.lamina.dicom.InvalidDicomException.Reason;
import io.lamina.dicom.Tag;
import io.lamina.dicom.parse.ParsedDataSet;
import io.lamina.dicom.parse.ParsedElement;
import io.lamina.dicom.parse.ParsedObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Copies an object with edits. All edits are asked first, then the sizes are known, then everything
 * is written in one go: what is kept is copied from the source byte by byte, lengths are written
 * anew only where something inside changed.
 */
public final class Rewriter {
  private static final int META_LENGTH = 0x00020000;
  private static final byte[] NO_PREAMBLE = new byte[128];

  /** One element of the result. */
  private record Planned(int tag, ParsedElement original, Pieces pieces) {}

  private final ElementEditor editor;

  private Rewriter(ElementEditor editor) {
    this.editor = editor;
  }

  public static void rewrite(ParsedObject object, ElementEditor editor, OutputStream target)
      throws IOException {
    new Rewriter(editor).write(object, target);
  }

  private void write(ParsedObject object, OutputStream target) throws IOException {
    ParsedDataSet meta = object.parsedFileMeta();
    ParsedDataSet data = object.parsedDataSet();
    Pieces head = new Pieces();
    if (meta.contentStart() >= NO_PREAMBLE.length && !editor.keepsPreamble()) {
      head.add(NO_PREAMBLE).copy(NO_PREAMBLE.length, meta.contentStart());
    } else {
      head.copy(0, meta.contentStart());
    }
    head.add(content(meta));
    Pieces body = content(data);
    head.write(object.source(), target);
    if (!object.isDeflated()) {
      body.write(object.content(), target);
    } else if (body.isCopy(data.contentStart(), data.contentEnd())) {
      object.source().stream(meta.end(), object.source().size() - meta.end()).transferTo(target);
    } else {
      deflate(object, body, target);
    }
    target.flush();
  }

  private static void deflate(ParsedObject object, Pieces body, OutputStream target)
      throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      DeflaterOutputStream out = new DeflaterOutputStream(target, deflater, 16 << 10);
      body.write(object.content(), out);
      out.finish();
      // PS3.5, A.5: of even length
      if ((deflater.getBytesWritten() & 1) != 0) {
        target.write(0);
      }
    } finally {
      deflater.end();
    }
  }

  private Pieces content(ParsedDataSet set) {
    List<Planned> plan = new ArrayList<>(set.stored().size());
    ElementWriter writer = new ElementWriter(set.encoding(), set.texts());
    for (ParsedElement element : set.stored()) {
      Pieces pieces = edited(set, element, writer);
      if (pieces != null) {
        plan.add(new Planned(element.tag(), element, pieces));
      }
    }
    for (Addition addition : editor.additions(set)) {
      insert(plan, new Planned(addition.tag(), null, new Pieces().add(writer.write(addition))));
    }
    Pieces all = new Pieces();
    for (Planned planned : plan) {
      all.add(isGroupLength(planned) ? groupLength(set, plan, planned) : planned.pieces());
    }
    return all;
  }

  private static void insert(List<Planned> plan, Planned addition) {
    plan.removeIf(planned -> planned.tag() == addition.tag());
    int at = 0;
    while (at < plan.size() && Integer.compareUnsigned(plan.get(at).tag(), addition.tag()) < 0) {
      at++;
    }
    plan.add(at, addition);
  }

  /** Null where the element is removed. */
  private Pieces edited(ParsedDataSet set, ParsedElement element, ElementWriter writer) {
    if (element.tag() == META_LENGTH || element.tag() == Tag.TRANSFER_SYNTAX_UID) {
      return kept(set, element);
    }
    Element shown = set.show(element);
    ElementEdit edit = editor.edit(shown);
    if (edit instanceof ElementEdit.Keep) {
      return kept(set, element);
    }
    if (edit instanceof ElementEdit.ReplaceText text) {
      return new Pieces().add(writer.text(element.tag(), text.vr(), text.values()));
    }
    if (edit instanceof ElementEdit.ReplaceBytes bytes) {
      return new Pieces().add(writer.bytes(element.tag(), bytes.vr(), bytes.value()));
    }
    return null;
  }

  private Pieces kept(ParsedDataSet set, ParsedElement element) {
    if (!element.isSequence()) {
      return new Pieces().copy(element.start(), element.end());
    }
    Pieces items = new Pieces();
    long end = element.valuePosition();
    for (ParsedDataSet item : element.items()) {
      items.add(item(item));
      end = item.end();
    }
    Pieces pieces = new Pieces();
    if (element.isUndefinedLength()) {
      return pieces
          .copy(element.start(), element.valuePosition())
          .add(items)
          .copy(end, element.end());
    }
    if (items.size() == element.length()) {
      return pieces.copy(element.start(), element.valuePosition()).add(items);
    }
    long header = element.valuePosition() - element.start();
    boolean narrow = set.encoding().isExplicit() && header == 8;
    if (items.size() > (narrow ? 0xffffL : 0xfffffffeL)) {
      throw new InvalidDicomException(
          Reason.TOO_LARGE, "A sequence of the DICOM file becomes too long for its length field");
    }
    int lengthSize = narrow ? 2 : 4;
    return pieces
        .copy(element.start(), element.valuePosition() - lengthSize)
        .add(number(set, items.size(), lengthSize))
        .add(items);
  }

  private Pieces item(ParsedDataSet item) {
    Pieces content = content(item);
    Pieces pieces = new Pieces();
    if (item.isUndefinedLength()) {
      return pieces
          .copy(item.start(), item.contentStart())
          .add(content)
          .copy(item.contentEnd(), item.end());
    }
    if (content.size() == item.contentEnd() - item.contentStart()) {
      return pieces.copy(item.start(), item.contentStart()).add(content);
    }
    return pieces
        .copy(item.start(), item.contentStart() - 4)
        .add(number(item, content.size(), 4))
        .add(content);
  }

  private static boolean isGroupLength(Planned planned) {
    return (planned.tag() & 0xffff) == 0
        && planned.original() != null
        && planned.original().length() == 4
        && planned.pieces().isCopy(planned.original().start(), planned.original().end());
  }

  /** Written anew where the size of the group changed (PS3.5, 7.2); a wrong one stays wrong. */
  private static Pieces groupLength(ParsedDataSet set, List<Planned> plan, Planned length) {
    int group = length.tag() >>> 16;
    long before = 0;
    for (ParsedElement element : set.stored()) {
      before += element.tag() >>> 16 == group ? element.end() - element.start() : 0;
    }
    long after = 0;
    for (Planned planned : plan) {
      after += planned.tag() >>> 16 == group ? planned.pieces().size() : 0;
    }
    ParsedElement original = length.original();
    if (before == after) {
      return length.pieces();
    }
    return new Pieces()
        .copy(original.start(), original.valuePosition())
        .add(number(set, after - length.pieces().size(), 4));
  }

  private static byte[] number(ParsedDataSet set, long value, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(set.encoding().order());
    return size == 2 ? bytes.putShort((short) value).array() : bytes.putInt((int) value).array();
  }
}
