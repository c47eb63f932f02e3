package io.lamina.architecture;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Compares the configuration a bundle declares (OSGI-INF/metatype) with the file we ship. */
final class ConfigurationFiles {
  /**
   * @param pid the configuration's name, also that of its file
   * @param keys every key that the capability reads
   */
  record Declared(String pid, List<String> keys) {}

  private ConfigurationFiles() {}

  static List<Declared> declared(String metatype) {
    final Document document = parse(metatype);
    final List<Declared> declared = new ArrayList<>();
    final var designates = document.getElementsByTagName("Designate");
    for (int i = 0; i < designates.getLength(); i++) {
      final Element designate = (Element) designates.item(i);
      final String pid =
          designate.hasAttribute("pid")
              ? designate.getAttribute("pid")
              : designate.getAttribute("factoryPid");
      final String ocd =
          ((Element) designate.getElementsByTagName("Object").item(0)).getAttribute("ocdref");
      declared.add(new Declared(pid, keys(document, ocd)));
    }
    return declared;
  }

  /** A key counts as listed when a line sets it or shows it commented out with its default. */
  static List<String> missing(Declared declared, String file) {
    return declared.keys().stream()
        .filter(
            key ->
                !Pattern.compile("(?m)^[#\\s]*" + Pattern.quote(key) + "\\s*=")
                    .matcher(file)
                    .find())
        .toList();
  }

  private static List<String> keys(Document document, String ocd) {
    final List<String> keys = new ArrayList<>();
    final var definitions = document.getElementsByTagName("OCD");
    for (int i = 0; i < definitions.getLength(); i++) {
      final Element definition = (Element) definitions.item(i);
      if (definition.getAttribute("id").equals(ocd)) {
        final var attributes = definition.getElementsByTagName("AD");
        for (int j = 0; j < attributes.getLength(); j++) {
          keys.add(((Element) attributes.item(j)).getAttribute("id"));
        }
      }
    }
    return keys;
  }

  private static Document parse(String xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | SAXException | java.io.IOException e) {
      throw new IllegalArgumentException("not a metatype document", e);
    }
  }
}
