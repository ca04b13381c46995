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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timestables.kernel.VectorWidth;
import timestables.peer.OneDnn;
import timestables.peer.OpenBlas;
import timestables.peer.Processor;

/** What a result has to be read with: the machine, the Java runtime, this program, and how it was called. */
public final class Environment {

    public static final String FILE = "environment.csv";

    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private static final String MISSING = "not installed";

    public static final String COMMAND = "command";

    public static final String SEED = "seed";

    public static final String DATE = "date";

    public static final String VECTOR_BITS = "vector_bits";

    public static final String CPU_MODEL = "cpu_model";

    public static final String JVM = "jvm";

    private static final String COMMIT = "commit";

    /** What two runs must have in common to be one. */
    public static final Predicate<String> IDENTITY = List.of(CPU_MODEL, JVM, COMMIT)::contains;

    /** Facts that may differ between two runs that are compared, and are then told. */
    public static final Predicate<String> SETTING =
            key -> !List.of(DATE, COMMAND, SEED).contains(key);

    private static final String PROGRAM = "java -jar benchmarks.jar";

    /** A word that a shell takes as it is. */
    private static final Pattern BARE = Pattern.compile("[\\w./:=,+%@-]+");

    /** What quotes hide in a word. */
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\\\\(.)");

    /** A word of a command, in whatever quotes. */
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\.|[^\\s'\\\\])+");

    private static final int LONGEST_SHOWN = 40;

    private final Path file;

    private final Map<String, String> facts;

    private Environment(Path file, List<Fact> facts) {
        this.file = file;
        this.facts = new LinkedHashMap<>();
        facts.forEach(fact -> this.facts.put(fact.key, fact.value));
    }

    /**
     * That of a run.
     *
     * @throws IllegalArgumentException if there is no run in that folder
     */
    public static Environment of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(folder + " is no run: it has no " + FILE);
        }
        return new Environment(file, CsvFile.read(file, Fact.class));
    }

    /**
     * What a run has under some key.
     *
     * @throws IllegalArgumentException if it has nothing
     */
    public String fact(String key) {
        String value = facts.get(key);
        if (value == null) {
            throw new IllegalArgumentException(file + ": it has no " + key);
        }
        return value;
    }

    /**
     * The whole number that a run has under some key.
     *
     * @throws IllegalArgumentException if it has none
     */
    public int number(String key) {
        String value = fact(key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: its %s is '%s', and a whole number would be right"
                            .formatted(file, key, Excerpt.of(value, LONGEST_SHOWN)),
                    e);
        }
    }

    /** What a run has under some key, or nothing. */
    public Optional<String> optional(String key) {
        return Optional.ofNullable(facts.get(key));
    }

    /** A command line as a shell takes it. */
    private static String command(List<String> arguments) {
        return Stream.concat(
                        Stream.of(PROGRAM),
                        arguments.stream()
                                .map(word ->
                                        BARE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'"))
                .collect(Collectors.joining(" "));
    }

    /** What followed the program in the command of a run, word by word. */
    public List<String> arguments() {
        return WORD.matcher(fact(COMMAND).replaceFirst(Pattern.quote(PROGRAM), ""))
                .results()
                .map(word -> QUOTED.matcher(word.group()).replaceAll("$1$2"))
                .toList();
    }

    /**
     * Makes sure that what is run here and now may be added to a run.
     *
     * @throws IllegalArgumentException if that was of another program, JVM or processor
     */
    public void requireSame() {
        List<String> changes = changes(IDENTITY);
        if (!changes.isEmpty()) {
            throw new IllegalArgumentException("%s is a run of another machine or program, and cannot go on here: %s"
                    .formatted(file.getParent(), String.join("; ", changes)));
        }
    }

    /** How some facts differ from those of a run here and now, in words. */
    public List<String> changes(Predicate<String> keys) {
        return changes(new Environment(file, facts(0, List.of())), keys);
    }

    /** How some facts differ from another run's, in words. */
    public List<String> changes(Environment other, Predicate<String> keys) {
        return Stream.concat(facts.keySet().stream(), other.facts.keySet().stream())
                .distinct()
                .filter(keys)
                .filter(key -> !Objects.equals(facts.get(key), other.facts.get(key)))
                .map(key -> "%s was %s, and is %s".formatted(key, facts.get(key), other.facts.get(key)))
                .toList();
    }

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
        facts.add(new Fact(CPU_MODEL, cpuModel()));
        facts.add(new Fact("cpu_flags", Processor.info("flags", "unknown")));
        caches().forEach((name, size) -> facts.add(new Fact(name, size)));
        facts.add(new Fact("cores", String.valueOf(Runtime.getRuntime().availableProcessors())));
        facts.add(new Fact("os", property("os.name") + " " + property("os.version") + " " + property("os.arch")));
        facts.add(new Fact(JVM, jvm()));
        facts.add(new Fact(
                "jvm_flags", jvmFlags(ManagementFactory.getRuntimeMXBean().getInputArguments())));
        facts.add(new Fact(VECTOR_BITS, String.valueOf(VectorWidth.bits())));
        facts.add(new Fact("openblas", OpenBlas.LIBRARY.isInstalled() ? OpenBlas.version() : MISSING));
        facts.add(new Fact("onednn", OneDnn.LIBRARY.isInstalled() ? OneDnn.version() : MISSING));
        facts.add(new Fact(COMMIT, commit()));
        facts.add(new Fact(
                DATE,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS))));
        facts.add(new Fact(SEED, String.valueOf(seed)));
        facts.add(new Fact(COMMAND, command(arguments)));
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
        return flags.stream().filter(flag -> !isOurs(flag)).distinct().collect(Collectors.joining(" "));
    }

    /** Whether a flag is one of this program's own, which name folders and processes. */
    public static boolean isOurs(String flag) {
        return flag.startsWith("-Dtimestables.") || flag.startsWith("-Djava.io.tmpdir=");
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
