package timestables.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JDKs that are installed on this machine. */
final class Jdks {

    /** Folders, beside the user's own, whose subfolders are JDKs on one system or another. */
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/jvm",
            "/usr/lib64/jvm",
            "/usr/java",
            "/usr/local/java",
            "/opt",
            "/opt/java",
            "/opt/jdk",
            "/Library/Java/JavaVirtualMachines",
            "/opt/homebrew/opt",
            "/usr/local/opt",
            "C:/Program Files/Java",
            "C:/Program Files/Eclipse Adoptium",
            "C:/Program Files/Microsoft",
            "C:/Program Files/Zulu",
            "C:/Program Files/Amazon Corretto",
            "C:/Program Files/BellSoft");

    /** The same, in a user's home: SDKMAN, IntelliJ and Gradle, asdf, mise, and macOS. */
    private static final List<String> HOME_FOLDERS = List.of(
            ".sdkman/candidates/java",
            ".jdks",
            ".gradle/jdks",
            ".asdf/installs/java",
            ".local/share/mise/installs/java",
            "Library/Java/JavaVirtualMachines");

    /** Where in such a subfolder the JDK is: at its top, or deeper, as in macOS's bundles and Homebrew's. */
    private static final List<String> DEPTHS = List.of("", "Contents/Home", "libexec/openjdk.jdk/Contents/Home");

    private Jdks() {}

    /** The installed JDK to use for a program that needs at least the given version. */
    static Optional<Path> find(int feature) {
        return find(feature, System.getenv(), Path.of(System.getProperty("user.home")), FOLDERS);
    }

    /**
     * JAVA_HOME's JDK if it will do, else the one of the lowest sufficient version, which is the one that the program
     * is tested on; of several updates the latest.
     */
    static Optional<Path> find(int feature, Map<String, String> environment, Path userHome, List<String> folders) {
        Stream<Path> chosen = path(environment.get("JAVA_HOME")).stream();
        Stream<Path> installed = Stream.of(
                        path(environment.get("SDKMAN_DIR")).map(dir -> dir.resolve("candidates/java")).stream(),
                        HOME_FOLDERS.stream().map(userHome::resolve),
                        folders.stream().map(Path::of))
                .flatMap(paths -> paths)
                .flatMap(Jdks::subfolders);
        return sufficient(chosen, feature)
                .findFirst()
                .or(() -> sufficient(installed, feature)
                        .min(Comparator.comparing((Jdk jdk) -> jdk.version.feature())
                                .thenComparing(jdk -> jdk.version, Comparator.reverseOrder())))
                .map(jdk -> jdk.home);
    }

    /** The path that a variable of the environment holds; nothing if it is not set, or holds no path. */
    private static Optional<Path> path(String variable) {
        try {
            return Optional.ofNullable(variable).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stream<Jdk> sufficient(Stream<Path> homes, int feature) {
        return homes.flatMap(home -> Jdk.at(home).stream()).filter(jdk -> jdk.version.feature() >= feature);
    }

    private static Stream<Path> subfolders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> subfolders = Files.list(folder)) {
            return subfolders
                    .sorted()
                    .flatMap(jdk -> DEPTHS.stream().map(jdk::resolve))
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty();
        }
    }

    /** An installation, as the file {@code release} in it describes it. */
    private static final class Jdk {

        final Path home;
        final Runtime.Version version;

        private Jdk(Path home, Runtime.Version version) {
            this.home = home;
            this.version = version;
        }

        static Optional<Jdk> at(Path home) {
            boolean hasJava =
                    Stream.of("bin/java", "bin/java.exe").anyMatch(java -> Files.isExecutable(home.resolve(java)));
            if (!hasJava) {
                return Optional.empty();
            }
            Properties release = new Properties();
            try (InputStream in = Files.newInputStream(home.resolve("release"))) {
                release.load(in);
                String version = unquoted(release.getProperty("JAVA_VERSION", ""));
                String modules = unquoted(release.getProperty("MODULES", JvmFlags.VECTOR_MODULE));
                return modules.contains(JvmFlags.VECTOR_MODULE)
                        ? Optional.of(new Jdk(home, Runtime.Version.parse(version)))
                        : Optional.empty();
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static String unquoted(String value) {
            return value.replace("\"", "").trim();
        }
    }
}
