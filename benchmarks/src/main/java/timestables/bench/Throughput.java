package timestables.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.run.CsvFile;
import timestables.run.RunFolder;

/**
 * The timings of one run, kept in {@value #FILE} from the first to the last: the file is replaced whenever a benchmark
 * ends.
 */
public final class Throughput {

    static final String FILE = RunFolder.TIMINGS;

    /** The size of the smallest object: a kernel that allocates in each call allocates at least so many bytes. */
    private static final double LEAST_ALLOCATION = 16;

    /** More bytes than JMH itself allocates in an iteration; its profiler cannot tell them from ours. */
    private static final double ALLOCATED_BY_JMH = 1 << 17;

    private final RunFolder folder;
    private final List<Timing> timings = new ArrayList<>();

    public Throughput(RunFolder folder) {
        this.folder = folder;
    }

    /** A timing: the columns of the file. */
    record Row(
            Operation operation,
            String contender,
            String size,
            int threads,
            Integer indexBits,
            Integer cellBits,
            Integer tableBytes,
            double bytesPerElement,
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

    /** A row, and what JMH says of it beside. */
    private record Timing(Row row, Mode mode, boolean allocates) {

        /** Whether two are of one operation, size, number of threads and mode, and so may be compared. */
        boolean isComparableWith(Timing other) {
            return row.operation == other.row.operation
                    && row.size.equals(other.row.size)
                    && row.threads == other.row.threads
                    && mode == other.mode;
        }

        String modeNote() {
            return mode == Mode.AverageTime ? "" : "JMH mode: " + mode.shortLabel();
        }
    }

    /** Adds the result of an operation's benchmark, in the file too; it has no place for others. */
    void add(BenchmarkResult result) {
        Timed.operation(result.getParams().getBenchmark()).ifPresent(operation -> {
            Row row = row(operation, result);
            timings.add(new Timing(row, result.getParams().getMode(), allocates(result, row)));
            CsvFile.write(folder.file(FILE), Row.class, rows());
        });
    }

    /** All timings so far, each beside the float32 and the scalar twin of its own run. */
    public List<Row> rows() {
        return timings.stream()
                .map(timing -> timing.row.with(
                        find(timing, Contender.BASELINE)
                                .map(baseline -> timing.row.elementsPerNs / baseline.elementsPerNs)
                                .orElse(null),
                        Stream.concat(Stream.of(timing.row.note, timing.modeNote()), defects(timing).stream())
                                .filter(note -> !note.isEmpty())
                                .collect(Collectors.joining("; "))))
                .toList();
    }

    /** Names on standard error each kernel that allocates or is slower than its plain loop. */
    public void warn() {
        for (Timing timing : timings) {
            Row row = timing.row;
            for (String defect : defects(timing)) {
                System.err.printf("%s %s at size %s: %s%n", row.operation, row.contender, row.size, defect);
            }
        }
    }

    private List<String> defects(Timing timing) {
        Row row = timing.row;
        List<String> defects = new ArrayList<>();
        if (timing.allocates) {
            defects.add("allocates in each call");
        }
        find(timing, row.contender + Contender.PLAIN_LOOP)
                .filter(twin -> row.nsPerOp - row.nsPerOpError > twin.nsPerOp + twin.nsPerOpError)
                .ifPresent(twin -> defects.add("slower than " + twin.contender));
        return defects;
    }

    private Optional<Row> find(Timing comparable, String contender) {
        return timings.stream()
                .filter(timing -> timing.isComparableWith(comparable) && timing.row.contender.equals(contender))
                .map(Timing::row)
                .findFirst();
    }

    private static Row row(Operation operation, BenchmarkResult result) {
        BenchmarkParams params = result.getParams();
        Contender contender = operation.contender(params.getParam("contender"));
        Contender.Storage storage = contender.storage();
        String size = params.getParam("size");
        Result<?> timing = result.getPrimaryResult();
        double nsPerOp = nsPerOp(timing.getScore(), params);
        double relativeError = timing.getScoreError() / timing.getScore();
        Size parsed = operation.workload().form().parse(size);
        double elementsPerNs = parsed.elements() * params.getThreads() / nsPerOp;
        return new Row(
                operation,
                contender.id(),
                size,
                params.getThreads(),
                contender.arithmetic().indexBits(),
                contender.arithmetic().cellBits(),
                contender.tableBytes(),
                storage.bytesPerElement(operation.workload(), parsed),
                nsPerOp,
                nsPerOp * relativeError,
                elementsPerNs,
                elementsPerNs * relativeError,
                null,
                allocation(result),
                params.getForks(),
                timing.getSampleCount(),
                BenchmarkJvm.flags(params),
                storage.note());
    }

    /**
     * The nanoseconds that one thread takes for one call, in whichever mode, unit and portions JMH was asked to measure
     * it.
     */
    private static double nsPerOp(double score, BenchmarkParams params) {
        double nsPerUnit = TimeUnit.NANOSECONDS.convert(1, params.getTimeUnit());
        double ns = params.getMode() == Mode.Throughput ? nsPerUnit * params.getThreads() / score : nsPerUnit * score;
        return ns * params.getOpsPerInvocation() / params.getMeasurement().getBatchSize();
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
