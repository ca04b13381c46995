package timestables.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the licences of this program and of its libraries ask of a jar that holds all of them, and the list of these.
 */
class LicensesIT {

    private static final String FOLDER = "META-INF/licenses/";

    /** What marks a licence; all others are Apache's. */
    private static final Map<String, String> MARKS = Map.of(
            "chart.js",
            "The MIT License",
            "jmh-core",
            "\"CLASSPATH\" EXCEPTION TO THE GPL",
            "jopt-simple",
            "The MIT License",
            "protobuf-java",
            "Neither the name of Google Inc. nor the names of its");

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(Jar.FILE.toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    private static List<String> names(JarFile file) {
        return file.stream().map(ZipEntry::getName).toList();
    }

    private static String text(JarFile file, String name) throws IOException {
        return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theOneAtTheRootIsOurs() throws IOException {
        String license = text(jar, "LICENSE");
        assertTrue(license.strip().startsWith("Apache License"), license);
        List<String> elsewhere = names(jar).stream()
                .filter(name -> name.matches("(.*/)?[^/]*(LICENSE|NOTICE)[^/]*") && !name.startsWith(FOLDER))
                .toList();
        assertEquals(List.of("LICENSE"), elsewhere);
    }

    /** Of the jars that the tests run with, those whose classes or scripts our jar has, our own core among them. */
    private List<Path> libraries() throws IOException {
        Set<String> inTheJar = Set.copyOf(names(jar));
        List<Path> libraries = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!path.endsWith(".jar") || path.contains("timestables-benchmarks-")) {
                continue;
            }
            try (JarFile library = new JarFile(path)) {
                if (names(library).stream()
                        .anyMatch(name ->
                                name.matches("[a-z].*[.]class|.*/webjars/.*[.]js") && inTheJar.contains(name))) {
                    libraries.add(Path.of(path));
                }
            }
        }
        return libraries;
    }

    @Test
    void theBillOfMaterialsNamesExactlyTheLibrariesInTheJarWithVersionsAndLicenses() throws IOException {
        Set<String> libraries = new TreeSet<>();
        for (Path library : libraries()) {
            libraries.add(library.getFileName().toString().replace(".jar", ""));
        }
        Set<String> listed = new TreeSet<>();
        String bill = text(jar, "META-INF/sbom/application.cdx.json");
        // Before, there are those of the tool that made it.
        String components = bill.substring(bill.lastIndexOf("\"components\""));
        for (String component : components.split("\"bom-ref\"")) {
            Matcher artifact = Pattern.compile("\"purl\" : \"pkg:maven/[^/]+/([^@]+)@([^?]+)[?]type=jar\"")
                    .matcher(component);
            if (artifact.find()) {
                listed.add(artifact.group(1) + "-" + artifact.group(2));
                assertTrue(component.contains("\"license\""), component);
            }
        }
        assertEquals(libraries, listed);
    }

    @Test
    void everyLibraryInTheJarHasItsLicenseAndItsNoticesThere() throws IOException {
        Set<String> libraries = new TreeSet<>();
        for (Path path : libraries()) {
            String artifact = path.getFileName().toString().replaceAll("-[0-9].*", "");
            if (artifact.startsWith("timestables")) {
                continue;
            }
            libraries.add(artifact);
            try (JarFile library = new JarFile(path.toFile())) {
                assertHasLicenseAndNotices(library, artifact);
            }
        }
        Set<String> folders = new TreeSet<>();
        names(jar).stream()
                .filter(name -> name.matches(FOLDER + "[^/]+/.+"))
                .forEach(name -> folders.add(name.substring(FOLDER.length()).replaceAll("/.*", "")));
        assertEquals(libraries, folders);
    }

    private void assertHasLicenseAndNotices(JarFile library, String artifact) throws IOException {
        String license = names(jar).stream()
                .filter(name -> name.startsWith(FOLDER + artifact + "/LICENSE"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no licence of " + artifact));
        assertTrue(text(jar, license).contains(MARKS.getOrDefault(artifact, "Apache License")), license);
        for (String name : names(library)) {
            if (name.matches("(META-INF/)?[^/]*(LICENSE|NOTICE)[^/]*")) {
                assertEquals(text(library, name), text(jar, FOLDER + artifact + "/" + name.replace("META-INF/", "")));
            }
        }
    }
}
