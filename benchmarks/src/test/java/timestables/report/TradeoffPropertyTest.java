package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;
import timestables.accuracy.AccumulatedError;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.run.Environment;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/** The joins of speed and error, of any runs: each pair that belongs together is one row, and nothing is lost. */
class TradeoffPropertyTest {

    private static final Map<Operation, List<String>> SIZES = Map.of(
            Operation.MULTIPLY, List.of("1024", "32768"),
            Operation.DOT, List.of("1024", "32768"),
            Operation.GEMV, List.of("64x1024", "1024x64", "128x1024"),
            Operation.GEMM, List.of("64x1024x4", "1024x64x4"));

    private static final List<Operation> OPERATIONS =
            SIZES.keySet().stream().sorted().toList();

    private static Environment environment;

    @BeforeContainer
    static void readAnEnvironment() throws IOException {
        Path folder = Files.createTempDirectory("run");
        try {
            environment = Environment.of(RunFiles.write(folder, "a processor", List.of(), List.of(), List.of()));
        } finally {
            for (String name :
                    new String[] {Environment.FILE, Throughput.FILE, AccuracyRow.FILE, AccumulatedError.FILE}) {
                Files.delete(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    /** Timings and errors of a run. */
    record Sample(List<Throughput> timings, List<AccuracyRow> errors) {}

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.randomValue(random -> new Sample(
                IntStream.range(0, random.nextInt(12))
                        .mapToObj(i -> timing(random, i))
                        .toList(),
                Stream.generate(() -> error(random))
                        .limit(random.nextInt(30))
                        // A run has one error of each kind.
                        .collect(Collectors.toMap(
                                each -> List.of(
                                        each.operation(),
                                        each.contender(),
                                        each.format(),
                                        each.rounding(),
                                        each.distribution(),
                                        each.operation().workload().errorDependsOnLength() ? inner(each) : ""),
                                Function.identity(),
                                (one, other) -> one))
                        .values()
                        .stream()
                        .toList()));
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Of any case, perhaps one of more threads, or timed once more in another of JMH's modes. */
    private static Throughput timing(Random random, int number) {
        Operation operation = any(random, OPERATIONS);
        Case timed = new Case(
                operation,
                any(random, List.of("float32", "table4")),
                any(random, SIZES.get(operation)),
                any(random, List.of(OperandForm.values())),
                random.nextInt(4) == 0 ? 2 : 1);
        Double speedup = random.nextBoolean() ? null : random.nextInt(1, 4) / 2.0;
        return new Throughput(
                timed,
                4,
                8,
                256,
                3,
                1,
                0.9,
                1.1,
                1 + random.nextInt(3) + number / 1e3,
                speedup,
                speedup,
                speedup,
                "float32",
                speedup == null ? Verdict.UNDECIDED : any(random, List.of(Verdict.values())),
                null,
                5,
                30,
                "512-bit vectors",
                "");
    }

    private static AccuracyRow error(Random random) {
        Operation operation = any(random, OPERATIONS);
        double rmse = random.nextDouble();
        return new AccuracyRow(
                operation,
                any(random, List.of("float32", "table4", "table5")),
                any(random, List.of("linear", "log")),
                any(random, List.of(Rounding.NEAREST, Rounding.STOCHASTIC)),
                Accumulation.NONE,
                4,
                8,
                1.0,
                any(random, List.of(Distribution.UNIFORM, Distribution.NORMAL)),
                any(random, SIZES.get(operation)),
                40,
                random.nextInt(10),
                rmse,
                rmse,
                2 * rmse,
                rmse,
                0,
                rmse,
                rmse,
                0.5,
                0,
                null);
    }

    /** The length of sums. */
    private static String inner(AccuracyRow error) {
        return inner(error.operation(), error.size());
    }

    private static String inner(Operation operation, String size) {
        return operation == Operation.DOT ? size : size.split("x")[1];
    }

    private static boolean belongTogether(Throughput timing, AccuracyRow error) {
        Case timed = timing.timed();
        return timed.operation() == error.operation()
                && timed.contender().equals(error.contender())
                && error.distribution() == Distribution.UNIFORM
                && (timed.operation() == Operation.MULTIPLY
                        || inner(timed.operation(), timed.size()).equals(inner(error)));
    }

    /** What tells a timing apart, and an error: no two of a sample are alike in it. */
    private record Pair(Double elementsPerNs, Double rmse) {}

    private static List<Pair> sorted(Stream<Pair> pairs) {
        return pairs.sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    private static Stream<Pair> pairs(Sample sample) {
        return sample.timings.stream()
                .flatMap(timing -> sample.errors.stream()
                        .filter(error -> belongTogether(timing, error))
                        .map(error -> new Pair(timing.elementsPerNs(), error.rmse())));
    }

    @Property(tries = 100)
    void eachPairThatBelongsTogetherIsOneRowWhateverTheOrder(@ForAll("samples") Sample sample, @ForAll long seed) {
        List<Tradeoff.Row> rows = Tradeoff.join(sample.timings, sample.errors);
        assertEquals(
                sorted(pairs(sample)), sorted(rows.stream().map(row -> new Pair(row.elementsPerNs(), row.rmse()))));
        List<Throughput> timings = new ArrayList<>(sample.timings);
        List<AccuracyRow> errors = new ArrayList<>(sample.errors);
        Collections.shuffle(timings, new Random(seed));
        Collections.shuffle(errors, new Random(seed));
        List<Tradeoff.Row> others = Tradeoff.join(timings, errors);
        assertEquals(rows.size(), others.size());
        assertEquals(new HashSet<>(rows), new HashSet<>(others));
    }

    @Property(tries = 100)
    void theTableOfAllRunsHoldsEachPairOnceAndTheRestAlone(@ForAll("samples") Sample sample) {
        ReportedRun run = new ReportedRun(
                "run",
                environment,
                sample.timings,
                sample.errors,
                Tradeoff.join(sample.timings, sample.errors),
                List.of(),
                List.of());
        Set<Double> joined = pairs(sample)
                .flatMap(pair -> Stream.of(pair.elementsPerNs, pair.rmse))
                .collect(Collectors.toSet());
        Stream<Pair> alone = Stream.concat(
                sample.timings.stream().map(timing -> new Pair(timing.elementsPerNs(), null)),
                sample.errors.stream().map(error -> new Pair(null, error.rmse())));
        List<StackedRow> rows = StackedRow.of(run);
        assertEquals(
                sorted(Stream.concat(
                        pairs(sample),
                        alone.filter(each -> !joined.contains(each.elementsPerNs) && !joined.contains(each.rmse)))),
                sorted(rows.stream().map(row -> new Pair(row.elementsPerNs(), row.rmse()))));
        for (StackedRow row : rows) {
            // From one and the same error, of which the mean is as large here.
            assertEquals(row.rmse(), row.meanAbsError());
            assertEquals(
                    sample.timings.stream()
                            .filter(timing -> Objects.equals(row.elementsPerNs(), timing.elementsPerNs()))
                            .map(timing -> timing.timed().threads())
                            .findFirst()
                            .orElse(null),
                    row.threads());
        }
    }
}
