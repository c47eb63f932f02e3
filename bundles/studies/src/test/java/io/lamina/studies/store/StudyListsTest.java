package io.lamina.studies.store;

import static io.lamina.studies.domain.TextDicom.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lamina.dicom.Tag;
import io.lamina.studies.domain.DateRange;
import io.lamina.studies.domain.ImageSummary;
import io.lamina.studies.domain.Platform;
import io.lamina.studies.domain.StudyFilter;
import io.lamina.studies.domain.StudySummary;
import io.lamina.studies.domain.TextDicom;
import io.lamina.testkit.Callers;
import io.lamina.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** D-12, X-32: what lists find, and in which order. */
class StudyListsTest {
  static Stream<TestDatabase> databases() {
    return TestDatabase.all(JdbcCatalog.class, "studies");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void findsByEachFilter(TestDatabase database) {
    Platform platform = new Platform(database);
    platform.upload(
        Callers.EDITOR,
        object("1.1", "1.1.1", "1")
            .with(Tag.ACCESSION_NUMBER, "A1")
            .with(Tag.STUDY_DESCRIPTION, "Chest 100%_sure"),
        object("1.1", "1.1.2", "2").with(Tag.MODALITY, "SEG"),
        object("1.2", "1.2.1", "3")
            .with(Tag.PATIENT_NAME, "Hong^Gildong^^^=홍^길동")
            .with(Tag.PATIENT_ID, "K-7")
            .with(Tag.STUDY_DATE, "20231231")
            .with(Tag.MODALITY, "MR"),
        object("1.3", "1.3.1", "4")
            .with(Tag.PATIENT_NAME, "")
            .with(Tag.PATIENT_ID, "")
            .with(Tag.STUDY_DATE, "unknown"));

    assertEquals(List.of("1.3", "1.2", "1.1"), found(platform, StudyFilter.NONE));
    assertEquals(List.of("1.2"), found(platform, filter("patient_id", "K-7")));
    assertEquals(List.of(), found(platform, filter("patient_id", "k-7")));
    assertEquals(List.of("1.1"), found(platform, filter("patient_name", "john*")));
    assertEquals(List.of("1.1"), found(platform, filter("patient_name", "Doe^John")));
    assertEquals(List.of("1.1"), found(platform, filter("patient_name", "john doe")));
    assertEquals(List.of(), found(platform, filter("patient_name", "john")));
    assertEquals(List.of("1.1"), found(platform, filter("patient_name", "d?e*")));
    assertEquals(List.of("1.2"), found(platform, filter("patient_name", "*길동*")));
    assertEquals(List.of("1.2"), found(platform, filter("patient_name", "gildong hong")));
    assertEquals(List.of("1.1"), found(platform, filter("study_instance_uid", "1.1")));
    assertEquals(List.of("1.2"), found(platform, filter("study_date", "20230101-20231231")));
    assertEquals(List.of("1.1"), found(platform, filter("study_date", "20240101-")));
    assertEquals(List.of("1.2"), found(platform, filter("study_date", "-20231231")));
    assertEquals(List.of("1.1"), found(platform, filter("modality", "seg")));
    assertEquals(List.of("1.3", "1.1"), found(platform, filter("modality", "CT")));
    assertEquals(List.of(), found(platform, filter("modality", "C%")));
    assertEquals(List.of("1.1"), found(platform, filter("accession_number", "A1")));
    assertEquals(List.of("1.1"), found(platform, filter("q", "100%_S")));
    assertEquals(List.of(), found(platform, filter("q", "1000")));
    assertEquals(List.of("1.2"), found(platform, filter("q", "k-7")));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void readsLongListsInPagesWithoutGapOrRepeat(TestDatabase database) {
    Platform platform = new Platform(database);
    int count = 700;
    TextDicom.Text[] objects =
        IntStream.range(0, count)
            .mapToObj(i -> object("1." + i, "1." + i + ".1", "9." + i))
            .toArray(TextDicom.Text[]::new);
    platform.upload(Callers.EDITOR, objects);
    List<String> all = platform.seen(Callers.READER);
    assertEquals(count, all.size());
    assertEquals(count, all.stream().distinct().count());
    assertEquals("1.699", all.get(0));
    assertEquals(count, platform.studies.count(Callers.READER, StudyFilter.NONE));
    assertEquals(
        all.subList(640, 700),
        uids(platform.studies.page(Callers.READER, StudyFilter.NONE, 640, 100)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void ordersImagesBySeriesAndInstanceNumber(TestDatabase database) {
    Platform platform = new Platform(database);
    List<TextDicom.Text> objects = new ArrayList<>();
    objects.add(object("1.1", "1.1.3", "3.1"));
    objects.add(numbered("1.1.2", 2, "2.10", 10));
    objects.add(numbered("1.1.2", 2, "2.9", 9));
    objects.add(numbered("1.1.1", 1, "1.1", -1));
    IntStream.range(0, 600).forEach(i -> objects.add(numbered("1.1.4", 4, "4." + i, 1)));
    var result = platform.upload(Callers.EDITOR, objects.toArray(TextDicom.Text[]::new));
    StudySummary study = platform.studies.study(Callers.READER, result.studies().get(0).id());
    List<ImageSummary> images = new ArrayList<>();
    platform.studies.eachImage(study, images::add);
    List<String> uids = images.stream().map(ImageSummary::sopInstanceUid).toList();
    assertEquals(604, uids.size());
    assertEquals(List.of("1.1", "2.9", "2.10", "4.0"), uids.subList(0, 4));
    assertEquals("3.1", uids.get(603));
    assertEquals(null, images.get(603).seriesNumber());
    assertEquals(2, images.get(0).image().rows());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keepsAsManyModalitiesAsFit(TestDatabase database) {
    Platform platform = new Platform(database);
    TextDicom.Text[] objects =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    object("1.1", "1.1." + i, "1.1.1." + i)
                        .with(Tag.MODALITY, "MODALITY_LONG_" + (10 + i)))
            .toArray(TextDicom.Text[]::new);
    var result = platform.upload(Callers.EDITOR, objects);
    assertEquals(40, result.stored().size());
    StudySummary study = platform.studies.study(Callers.READER, result.studies().get(0).id());
    assertEquals(23, study.modalities().size());
    assertEquals("MODALITY_LONG_32", study.modalities().stream().reduce((one, next) -> next).get());
  }

  private static TextDicom.Text numbered(String series, int number, String instance, int at) {
    return object("1.1", series, instance)
        .with(Tag.SERIES_NUMBER, Integer.toString(number))
        .with(Tag.INSTANCE_NUMBER, Integer.toString(at));
  }

  private static List<String> found(Platform platform, StudyFilter filter) {
    List<String> page = uids(platform.studies.page(Callers.READER, filter, 0, 500));
    assertEquals(page.size(), platform.studies.count(Callers.READER, filter));
    assertEquals(List.of(), uids(platform.studies.page(Callers.STRANGER, filter, 0, 500)));
    return page;
  }

  private static List<String> uids(List<StudySummary> studies) {
    return studies.stream().map(study -> study.ref().uid()).toList();
  }

  private static StudyFilter filter(String name, String value) {
    return new StudyFilter(
        name.equals("patient_id") ? value : null,
        name.equals("patient_name") ? value : null,
        name.equals("study_instance_uid") ? value : null,
        name.equals("study_date") ? DateRange.parse(value) : null,
        name.equals("modality") ? value : null,
        name.equals("accession_number") ? value : null,
        name.equals("q") ? value : null);
  }
}
