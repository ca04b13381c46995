package timestables.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import timestables.kernel.VectorWidth;
import timestables.peer.OneDnn;
import timestables.peer.OpenBlas;
import timestables.peer.Processor;

/** What a result has to be read with: the machine, the Java runtime, this program, and how it was called. */
public final class Environment {

    public static final String FILE = "environment.csv";

    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private static final String MISSING = "not installed";

    private Environment() {}

    /** One line of the file. */
    public record Fact(String key, String value) {}

    /**
     * Describes the present run.
     *
     * @param seed the seed of random operands
     * @param arguments the command line
     */
    static List<Fact> facts(long seed, List<String> arguments) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("cpu_model", cpuModel()));
        facts.add(new Fact("cpu_flags", Processor.info("flags", "unknown")));
        caches().forEach((name, size) -> facts.add(new Fact(name, size)));
        facts.add(new Fact("cores", String.valueOf(Runtime.getRuntime().availableProcessors())));
        facts.add(new Fact("os", property("os.name") + " " + property("os.version") + " " + property("os.arch")));
        facts.add(new Fact("jvm", jvm()));
        facts.add(new Fact(
                "jvm_flags", jvmFlags(ManagementFactory.getRuntimeMXBean().getInputArguments())));
        facts.add(new Fact("vector_bits", String.valueOf(VectorWidth.bits())));
        facts.add(new Fact("openblas", OpenBlas.LIBRARY.isInstalled() ? OpenBlas.version() : MISSING));
        facts.add(new Fact("onednn", OneDnn.LIBRARY.isInstalled() ? OneDnn.version() : MISSING));
        facts.add(new Fact("commit", commit()));
        facts.add(new Fact(
                "date",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS))));
        facts.add(new Fact("seed", String.valueOf(seed)));
        facts.add(new Fact("command", ("java -jar benchmarks.jar " + String.join(" ", arguments)).strip()));
        return facts;
    }

    /** Of this program and of the Java that runs it, a line each. */
    public static List<String> version() {
        return List.of("commit " + commit(), jvm());
    }

    private static String jvm() {
        return property("java.vm.name") + " " + property("java.vm.version") + ", " + property("java.vendor.version");
    }

    /**
     * Flags of a JVM as files show them: each once, and without what the launcher and {@code scripts/run} tell this
     * program, which names folders and processes.
     */
    public static String jvmFlags(Collection<String> flags) {
        return flags.stream()
                .filter(flag -> !flag.startsWith("-Dtimestables."))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** The processor's name as part of a folder's. */
    static String cpuSlug() {
        String words = cpuModel()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)|\\bcpu\\b|@.*", " ")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return words.isEmpty() ? "unknown-cpu" : words;
    }

    private static String cpuModel() {
        String model = Processor.info("model name", "");
        if (model.isEmpty() && property("os.name").startsWith("Mac")) {
            model = firstLineOf("sysctl", "-n", "machdep.cpu.brand_string");
        }
        if (model.isEmpty()) {
            model = System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
        }
        return model.isEmpty() ? property("os.arch") : model;
    }

    private static String firstLineOf(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return process.inputReader().lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Sizes of the first core's caches, by name such as {@code l1_data_cache}. */
    private static TreeMap<String, String> caches() {
        TreeMap<String, String> sizes = new TreeMap<>();
        try (DirectoryStream<Path> caches = Files.newDirectoryStream(CACHES, "index*")) {
            for (Path cache : caches) {
                String level = Files.readString(cache.resolve("level")).strip();
                String type = Files.readString(cache.resolve("type")).strip().toLowerCase(Locale.ROOT);
                sizes.put(
                        "l" + level + "_" + type + "_cache",
                        Files.readString(cache.resolve("size")).strip());
            }
        } catch (IOException e) {
            // Not Linux, or a container that hides them.
        }
        return sizes;
    }

    /** The commit that the jar was built from. */
    private static String commit() {
        Properties build = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("commit.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String dirty = Boolean.parseBoolean(build.getProperty("git.dirty")) ? " with uncommitted changes" : "";
        return build.getProperty("git.commit.id.full", "unknown") + dirty;
    }

    private static String property(String key) {
        return System.getProperty(key, "unknown");
    }
}
