package timestables.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/**
 * The timings of one run, kept in {@value #FILE} from the first to the last: the file is replaced whenever a benchmark
 * ends.
 */
final class Throughput {

    static final String FILE = "throughput.csv";

    private static final String BASELINE = "float32";
    private static final String SCALAR_TWIN = "-scalar";

    /** The size of the smallest object: a kernel that allocates in each call allocates at least so many bytes. */
    private static final double LEAST_ALLOCATION = 16;

    /** More bytes than JMH itself allocates in an iteration; its profiler cannot tell them from ours. */
    private static final double ALLOCATED_BY_JMH = 1 << 17;

    private final RunFolder folder;
    private final List<Row> rows = new ArrayList<>();
    private final Set<Row> allocating = new HashSet<>();

    Throughput(RunFolder folder) {
        this.folder = folder;
    }

    /** A timing: the columns of the file. */
    record Row(
            String operation,
            String contender,
            String size,
            int threads,
            Integer indexBits,
            Integer cellBits,
            Integer tableBytes,
            int bytesPerElement,
            double nsPerOp,
            double nsPerOpError,
            double elementsPerNs,
            double elementsPerNsError,
            Double speedupVsFloat32,
            Double allocBytesPerOp,
            int forks,
            long samples,
            String jvmArgs,
            String note) {

        /** Whether two timings are of one operation, size and number of threads, and so may be compared. */
        boolean isComparableWith(Row other) {
            return operation.equals(other.operation) && size.equals(other.size) && threads == other.threads;
        }

        Row with(Double speedupVsFloat32, String note) {
            return new Row(
                    operation,
                    contender,
                    size,
                    threads,
                    indexBits,
                    cellBits,
                    tableBytes,
                    bytesPerElement,
                    nsPerOp,
                    nsPerOpError,
                    elementsPerNs,
                    elementsPerNsError,
                    speedupVsFloat32,
                    allocBytesPerOp,
                    forks,
                    samples,
                    jvmArgs,
                    note);
        }
    }

    /** Adds a benchmark's result, in the file too. */
    void add(BenchmarkResult result) {
        Row row = row(result);
        rows.add(row);
        if (allocates(result, row)) {
            allocating.add(row);
        }
        CsvFile.write(folder.file(FILE), Row.class, rows());
    }

    /** All timings so far, each beside the float32 and the scalar twin of its own run. */
    List<Row> rows() {
        return rows.stream()
                .map(row -> row.with(
                        find(row, BASELINE)
                                .map(baseline -> row.elementsPerNs / baseline.elementsPerNs)
                                .orElse(null),
                        Stream.concat(Stream.of(row.note).filter(note -> !note.isEmpty()), defects(row).stream())
                                .collect(Collectors.joining("; "))))
                .toList();
    }

    /** Names on standard error each kernel that allocates or is slower than its plain loop. */
    void warn() {
        for (Row row : rows) {
            for (String defect : defects(row)) {
                System.err.printf("%s %s at size %s: %s%n", row.operation, row.contender, row.size, defect);
            }
        }
    }

    private List<String> defects(Row row) {
        List<String> defects = new ArrayList<>();
        if (allocating.contains(row)) {
            defects.add("allocates in each call");
        }
        find(row, row.contender + SCALAR_TWIN)
                .filter(twin -> row.nsPerOp - row.nsPerOpError > twin.nsPerOp + twin.nsPerOpError)
                .ifPresent(twin -> defects.add("slower than " + twin.contender));
        return defects;
    }

    private Optional<Row> find(Row comparable, String contender) {
        return rows.stream()
                .filter(row -> row.isComparableWith(comparable) && row.contender.equals(contender))
                .findFirst();
    }

    private static Row row(BenchmarkResult result) {
        BenchmarkParams params = result.getParams();
        Operation operation = Operation.timedBy(params.getBenchmark());
        Contender contender = operation.contender(params.getParam("contender"));
        Contender.Storage storage = contender.storage();
        String size = params.getParam("size");
        Result<?> timing = result.getPrimaryResult();
        double nsPerOp = nsPerOp(timing.getScore(), params);
        double relativeError = timing.getScoreError() / timing.getScore();
        double elementsPerNs = operation.elements(size) * (double) params.getThreads() / nsPerOp;
        return new Row(
                operation.id(),
                contender.id(),
                size,
                params.getThreads(),
                storage.indexBits(),
                storage.cellBits(),
                storage.tableBytes(),
                storage.bytesPerElement(),
                nsPerOp,
                nsPerOp * relativeError,
                elementsPerNs,
                elementsPerNs * relativeError,
                null,
                allocation(result),
                params.getForks(),
                timing.getSampleCount(),
                BenchmarkJvm.describe(params.getJvmArgs()),
                storage.note());
    }

    /**
     * The nanoseconds that one thread takes for one operation, in whichever mode and unit JMH was asked to measure it.
     */
    private static double nsPerOp(double score, BenchmarkParams params) {
        double nsPerUnit = TimeUnit.NANOSECONDS.convert(1, params.getTimeUnit());
        return params.getMode() == Mode.Throughput ? nsPerUnit * params.getThreads() / score : nsPerUnit * score;
    }

    /** Bytes allocated in a call, where JMH was asked to profile that. */
    private static Double allocation(BenchmarkResult result) {
        String key = "gc.alloc.rate.norm";
        return result.getSecondaryResults().containsKey(key)
                ? (Double) result.getSecondaryResults().get(key).getScore()
                : null;
    }

    /** Whether more was allocated than JMH's share. */
    private static boolean allocates(BenchmarkResult result, Row row) {
        double nsPerIteration = result.getParams().getMeasurement().getTime().convertTo(TimeUnit.NANOSECONDS);
        double callsPerIteration = Math.max(1, nsPerIteration / row.nsPerOp);
        return row.allocBytesPerOp != null
                && row.allocBytesPerOp >= LEAST_ALLOCATION + ALLOCATED_BY_JMH / callsPerIteration;
    }
}
