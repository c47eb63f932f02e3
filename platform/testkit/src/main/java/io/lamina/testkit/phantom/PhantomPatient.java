package io.lamina.testkit.phantom;

/**
 * Whose images a phantom claims to show; all invented.
 *
 * @param name Patient's Name (PN) with {@code ^} and {@code =}
 * @param id Patient ID, at most 64 characters
 * @param birthDate YYYYMMDD, or empty
 * @param sex M, F, O, or empty
 * @param characterSet in which the data set is written; it has to hold the name
 */
public record PhantomPatient(
    String name, String id, String birthDate, String sex, CharacterSet characterSet) {
  public static final PhantomPatient DEFAULT =
      new PhantomPatient("Phantom^Trunk", "PHANTOM-1", "19700203", "O", CharacterSet.LATIN_1);

  /** The name in three writings, as Korean hospitals keep it (PS3.5, annex I). */
  public static PhantomPatient korean(CharacterSet characterSet) {
    return new PhantomPatient(
        "Hong^Gildong=洪^吉洞=홍^길동", "PHANTOM-KR", "19700203", "M", characterSet);
  }
}
