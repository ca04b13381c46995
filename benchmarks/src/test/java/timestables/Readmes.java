package timestables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The READMEs of the repository. */
final class Readmes {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final List<String> NAMES =
            List.of("README.md", "core/README.md", "benchmarks/README.md", "results/README.md");

    private Readmes() {}

    static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    /** What is left of a text without its blocks of code, in which there are neither links nor claims. */
    static String withoutCode(String text) {
        return text.replaceAll("(?s)```.*?```", "");
    }
}
