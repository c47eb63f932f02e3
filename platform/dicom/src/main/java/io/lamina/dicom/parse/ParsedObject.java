package io.lamina.dicom.parse;

import io.lamina.api.blob.ByteSource;
import io.lamina.dicom.DataSet;
import io.lamina.dicom.DicomObject;
import io.lamina.dicom.DisplayAttributes;
import io.lamina.dicom.FrameIndex;
import io.lamina.dicom.PixelDescription;
import io.lamina.dicom.pixel.DisplayReader;
import java.io.IOException;
import java.util.Optional;

/** One object over its source. */
public final class ParsedObject implements DicomObject {
  private final ByteSource source;
  private final ByteSource content;
  private final ParsedDataSet fileMeta;
  private final ParsedDataSet dataSet;
  private final String transferSyntaxUid;
  private final ParsedElement pixelElement;
  private final PixelDescription pixels;
  private volatile FrameIndex frames;

  /**
   * @param content what positions in the data set count in: the source, or the inflated data set
   * @param pixelElement null where there are no pixels
   * @param pixels null where there are no pixels
   * @param frames null where they are located when asked for
   */
  ParsedObject(
      ByteSource source,
      ByteSource content,
      ParsedDataSet fileMeta,
      ParsedDataSet dataSet,
      String transferSyntaxUid,
      ParsedElement pixelElement,
      PixelDescription pixels,
      FrameIndex frames) {
    this.source = source;
    this.content = content;
    this.fileMeta = fileMeta;
    this.dataSet = dataSet;
    this.transferSyntaxUid = transferSyntaxUid;
    this.pixelElement = pixelElement;
    this.pixels = pixels;
    this.frames = frames;
  }

  @Override
  public DataSet fileMeta() {
    return fileMeta;
  }

  public ParsedDataSet parsedFileMeta() {
    return fileMeta;
  }

  @Override
  public DataSet dataSet() {
    return dataSet;
  }

  public ParsedDataSet parsedDataSet() {
    return dataSet;
  }

  @Override
  public String transferSyntaxUid() {
    return transferSyntaxUid;
  }

  @Override
  public Optional<PixelDescription> pixels() {
    return Optional.ofNullable(pixels);
  }

  @Override
  public ByteSource source() {
    return source;
  }

  /** What positions in the data set count in: the source, or the inflated data set. */
  public ByteSource content() {
    return content;
  }

  public boolean isDeflated() {
    return content != source;
  }

  @Override
  public FrameIndex frameIndex() throws IOException {
    FrameIndex located = frames;
    if (located == null) {
      located =
          FrameLocator.locateFragments(
              content,
              dataSet,
              pixels.frames(),
              pixelElement.fragments(),
              transferSyntaxUid.equals(TransferSyntax.RLE));
      frames = located;
    }
    return located;
  }

  /** Whether two pixels share their chroma in the stored frames. */
  public boolean isPacked422() {
    return pixelElement.length() >= 0 && FrameLocator.isPacked422(pixels, pixelElement.length());
  }

  /** VR of the pixel data, which decides what swaps in big endian. */
  public Vr pixelVr() {
    return pixelElement.vr();
  }

  @Override
  public DisplayAttributes display(int frame) {
    return DisplayReader.read(dataSet, frame);
  }
}
