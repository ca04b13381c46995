package timestables.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives damaged files to a reader, which has to read each or to refuse it: by the exception that is documented, with a
 * message of one short line, within a second of the processor's time, and within the memory there is.
 */
final class Fuzz {

    private static final int LONGEST_MESSAGE = 500;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** How many times as long a file takes until its reader is given up. */
    private static final int PATIENCE = 10;

    private static final Duration WATCH = Duration.ofMillis(200);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Where files are kept that show a fault. */
    private static final Path KEPT = Path.of("target", "fuzz");

    private final Reader reader;
    private final long seed;
    private final Inputs inputs;
    private final Path file;
    private final Duration longest;

    /** The first fault of each kind. */
    private final Map<String, String> faults = new LinkedHashMap<>();

    private long read;
    private long refused;
    private volatile Begun begun = new Begun(0, 0);

    /** @param folder that nothing else writes to */
    Fuzz(Reader reader, long seed, Path folder) {
        this(reader, seed, folder, LONGEST);
    }

    Fuzz(Reader reader, long seed, Path folder, Duration longest) {
        this.reader = reader;
        this.seed = seed;
        this.longest = longest;
        inputs = new Inputs(reader, seed);
        file = folder.resolve("damaged");
    }

    /** A file that is being read, and the time of the thread when it began. */
    private record Begun(long number, long at) {}

    /**
     * What came of it.
     *
     * @param faults the first of each kind, with what repeats it
     */
    record Outcome(long read, long refused, List<String> faults) {}

    /** Reads so many inputs, from one on. */
    Outcome run(long from, long count) throws InterruptedException {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            for (long number = from; number < from + count; number++) {
                read(number);
            }
        });
        while (!thread.join(WATCH)) {
            Begun last = begun;
            if (THREADS.getThreadCpuTime(thread.threadId()) - last.at > PATIENCE * longest.toNanos()) {
                fault(last.number, "endless", "it is still being read");
                break;
            }
        }
        synchronized (this) {
            return new Outcome(read, refused, List.copyOf(faults.values()));
        }
    }

    private void read(long number) {
        boolean isValid = number < reader.valid().size();
        begun = new Begun(number, THREADS.getCurrentThreadCpuTime());
        try {
            write(inputs.get(number));
            reader.reading().read(file, number);
            read++;
        } catch (IOException | IllegalArgumentException e) {
            refused++;
            check(number, e);
            if (isValid) {
                fault(number, "valid", "a valid file is refused: " + e);
            }
        } catch (Throwable e) {
            fault(number, kind(e), trace(e));
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - begun.at;
        // With the valid ones classes are loaded.
        if (nanos > longest.toNanos() && !isValid) {
            fault(number, "slow", "it takes %.1f s".formatted(nanos / 1e9));
        }
    }

    private void write(byte[] input) {
        try {
            Files.write(file, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(long number, Exception e) {
        String message = String.valueOf(e.getMessage());
        String wrong = "";
        if (e instanceof IllegalArgumentException && e.getClass() != IllegalArgumentException.class) {
            wrong = "is of another class";
        } else if (message.isBlank() || e.getMessage() == null) {
            wrong = "has no message";
        } else if (message.length() > LONGEST_MESSAGE) {
            wrong = "has a message of " + message.length() + " characters";
        } else if (!message.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            wrong = "has a message with other characters than printable ASCII";
        } else if (reader.namesFile() && !message.contains(file.getParent().toString())) {
            wrong = "does not name the file";
        }
        if (!wrong.isEmpty()) {
            fault(number, wrong.replaceAll("\\d+", "") + kind(e), "the refusal " + wrong + ": " + trace(e));
        }
    }

    /** The class, and the place in our code that threw it. */
    private static String kind(Throwable e) {
        return e.getClass()
                + Arrays.stream(e.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("timestables."))
                        .findFirst()
                        .map(frame -> frame.getFileName() + frame.getLineNumber())
                        .orElse("");
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        List<String> lines = text.toString().lines().limit(30).toList();
        return String.join(System.lineSeparator(), lines);
    }

    private synchronized void fault(long number, String kind, String what) {
        if (faults.containsKey(kind)) {
            return;
        }
        Path kept = KEPT.resolve("%s-%d-%d".formatted(reader.name(), seed, number));
        try {
            Files.createDirectories(KEPT);
            Files.write(kept, inputs.get(number));
        } catch (IOException e) {
            // The numbers repeat it too.
        }
        faults.put(
                kind,
                "%s, seed %d, input %d, kept as %s: %s"
                        .formatted(reader.name(), seed, number, kept.toAbsolutePath(), what));
    }

    /**
     * Runs for long: {@code [READER...] [INPUTS [SEED [FIRST]]]}, by default all readers, a million inputs of each,
     * seed 1, from the first on.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = Stream.of(arguments)
                .filter(argument -> !argument.matches("\\d+"))
                .toList();
        List<Long> numbers = Stream.of(arguments)
                .filter(argument -> argument.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        long count = numbers.isEmpty() ? 1_000_000 : numbers.getFirst();
        long seed = numbers.size() < 2 ? 1 : numbers.get(1);
        long from = numbers.size() < 3 ? 0 : numbers.get(2);
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "fuzz")
                : Files.createTempDirectory("fuzz");
        List<Reader> readers = Readers.all(folder);
        List<String> unknown = new ArrayList<>(names);
        unknown.removeAll(readers.stream().map(Reader::name).toList());
        if (!unknown.isEmpty()) {
            System.err.printf(
                    "no reader is named %s; there are %s%n",
                    unknown.getFirst(), readers.stream().map(Reader::name).toList());
            System.exit(2);
        }
        boolean isFaulty = false;
        for (Reader reader : readers) {
            if (names.isEmpty() || names.contains(reader.name())) {
                long start = System.nanoTime();
                Outcome outcome = new Fuzz(reader, seed, folder).run(from, count);
                System.out.printf(
                        "%s: %d read, %d refused, %d faults, %.0f s%n",
                        reader.name(),
                        outcome.read,
                        outcome.refused,
                        outcome.faults.size(),
                        (System.nanoTime() - start) / 1e9);
                outcome.faults.forEach(System.out::println);
                isFaulty |= !outcome.faults.isEmpty();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(path -> path.toFile().delete());
        }
        System.exit(isFaulty ? 1 : 0);
    }
}
