package io.lamina.testkit.demo;

import io.lamina.testkit.phantom.MaskImage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The platform's main job, shown to a person: a CT goes up, is listed and rendered, gets a mask in
 * six steps, and the mask comes back byte for byte. Ends with 1 where anything fails.
 */
public final class Demo {
  private final Arguments arguments;
  private final Screen screen;
  private final Api api;

  private Demo(Arguments arguments, Screen screen) {
    this.arguments = arguments;
    this.screen = screen;
    this.api = new Api(arguments.base(), screen);
  }

  public static void main(String[] words) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), System.getenv(), new Screen(out, System.console() != null)));
  }

  /** 0 when everything went well, 1 when not; the reason is on the screen. */
  static int run(List<String> words, Map<String, String> environment, Screen screen) {
    if (words.contains("--help")) {
      screen.say(Arguments.USAGE);
      return 0;
    }
    try {
      new Demo(Arguments.of(words, environment), screen).show();
      return 0;
    } catch (DemoFailure e) {
      screen.title("It did not work");
      screen.say(e.getMessage());
    } catch (IOException e) {
      screen.title("It did not work");
      screen.say("A file could not be read or written: " + e.getMessage());
    }
    return 1;
  }

  private void show() throws IOException {
    long from = System.nanoTime();
    Path out = Files.createDirectories(arguments.out().toAbsolutePath());
    screen.title("1. Is the platform at " + arguments.base() + " healthy?");
    health();
    screen.title("2. Sign in as " + arguments.user());
    MaskPart.Signed user = signIn();

    screen.title("3. Upload");
    Source source = Source.of(arguments);
    screen.say(source.description());
    StudyPart studies = new StudyPart(api, screen);
    long studyId = studies.upload(source.files(), arguments.project());

    screen.title("4. Studies and images");
    Optional<ShownImage> middle = studies.middle(studies.list(studyId));
    if (middle.isPresent()) {
      masks(studies, source, middle.get(), user, out);
    } else {
      screen.say("No file holds an image: rendering and masks are left out.");
    }
    screen.title(
        "All of it worked: %d requests in %s"
            .formatted(api.requests(), Screen.time(System.nanoTime() - from)));
    next(studyId, middle);
  }

  private void masks(
      StudyPart studies, Source source, ShownImage image, MaskPart.Signed user, Path out)
      throws IOException {
    screen.title("5. Render the middle image");
    screen.say("written to " + studies.render(image, out));

    screen.title("6. A mask of it, in six steps");
    Optional<MaskImage> liver = source.liver(image.sopInstanceUid());
    String label = liver.isPresent() ? "liver" : "foreground";
    MaskImage mask = liver.orElseGet(() -> Foreground.of(studies.pixels(image)));
    byte[] png = mask.png();
    screen.say(
        "mask of the %s: %d of %d pixels, %d bytes of PNG"
            .formatted(label, mask.marked(), mask.labels().length, png.length));
    MaskPart masks = new MaskPart(api, screen);
    MaskPart.Stored stored = masks.store(image, mask, label, png, user);

    screen.title("7. Download it again and compare");
    byte[] received = masks.downloadAndCompare(stored, png);
    Path file = out.resolve("mask-" + stored.maskId() + ".png");
    screen.say("written to " + Files.write(file, received));

    screen.title("8. Statistics of the group");
    masks.stats(stored, label);
  }

  private void health() {
    Map<?, ?> said = api.get("/health").object();
    String capabilities =
        Answer.objects(said, "capabilities").stream()
            .map(one -> one.get("name") + " " + one.get("version"))
            .collect(Collectors.joining(", "));
    screen.say(said.get("status") + (capabilities.isEmpty() ? "" : ": " + capabilities));
  }

  private MaskPart.Signed signIn() {
    if (arguments.password().isEmpty()) {
      throw new DemoFailure("No password: set LAMINA_DEMO_PASSWORD or use --password");
    }
    Map<?, ?> said =
        api.post(
                "/api/auth/login/",
                Map.of("username", arguments.user(), "password", arguments.password()))
            .object();
    api.signIn(Answer.text(said, "token"));
    return new MaskPart.Signed(Answer.number(said, "user_id"), arguments.project());
  }

  private void next(long studyId, Optional<ShownImage> image) {
    if (arguments.stops()) {
      screen.say("The platform of this demonstration stops now; ./run starts one that stays.");
      return;
    }
    String curl = "curl -u " + arguments.user() + " " + arguments.base();
    screen.say("While it runs you can try next (curl asks for the password):");
    screen.say("  " + curl + "/viewer/api/studies/" + studyId + "/images/");
    image.ifPresent(
        one -> {
          screen.say("  " + curl + "/viewer/api/images/" + one.imageId() + "/data/");
          screen.say("  " + curl + "/api/annotations?study_instance_uid=" + one.studyInstanceUid());
        });
    screen.say("  or open " + arguments.base() + "/docs");
  }
}
