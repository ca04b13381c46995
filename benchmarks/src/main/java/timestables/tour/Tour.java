package timestables.tour;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import timestables.accuracy.Accuracy;
import timestables.accuracy.AccuracyRow;
import timestables.accuracy.Drift;
import timestables.arithmetic.Int8;
import timestables.bench.JmhLock;
import timestables.bench.Pace;
import timestables.bench.Rounds;
import timestables.bench.Selection;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Workload;
import timestables.report.Answer;
import timestables.report.Report;
import timestables.report.Tradeoff;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.speed.Case;
import timestables.speed.Timings;

/** What the jar does when it is told nothing: times the operations in rounds, measures errors, and answers. */
public final class Tour {

    /**
     * What answers the question: operation, size, form of operands, and what is timed there beside the baselines, where
     * this machine has it. {@code int8} is the library's, if there is one. The most telling come first, for time may
     * end.
     */
    static final String QUESTION = """
            multiply 32768 codes float16 int8 table2 table4 table5 table6 table8 table8-additive
            gemv 1024x1024 codes int8 table2 table4 table8 table4-q4_0 table4-mxfp4
            multiply 32768 floats int8 table4
            gemv 1024x1024 floats int8 table4 table4-q4_0
            dot 32768 codes int8 table2 table4 table8 table4-mxfp4
            gemm 1024x1024x64 codes int8 table2 table4 table8 table4-q4_0
            gemv 4096x4096 codes int8 table4 table4-q4_0
            multiply 1048576 codes int8 table4
            chain 64x1024 codes table4 table8
            encode 65536 codes table8
            decode 65536 codes table8
            chain 1024 codes table4
            """;

    /** Options of a tour that a value follows. */
    private static final List<String> VALUED = List.of("--minutes", "--seed", "--output-dir");

    private final RunOptions run;
    private final Duration budget;
    private final List<Case> cases;
    private final Options pace;
    private final int rounds;

    /**
     * @param budget how long it may take
     * @param all whether every contender is timed, at every size that it is timed at anywhere
     */
    public Tour(RunOptions run, Duration budget, boolean all) {
        this(run, budget, all ? everything() : question(), Pace.ROUND, Integer.MAX_VALUE);
    }

    /**
     * @param pace how each fork takes its samples
     * @param rounds how many rounds there are at most
     */
    public Tour(RunOptions run, Duration budget, List<Case> cases, Options pace, int rounds) {
        this.run = run;
        this.budget = budget;
        this.cases = cases;
        this.pace = pace;
        this.rounds = rounds;
    }

    static List<Case> question() {
        List<Case> cases = new ArrayList<>();
        QUESTION.lines().forEach(line -> {
            List<String> words = List.of(line.split(" "));
            Operation operation = Operation.of(words.get(0));
            OperandForm operands = OperandForm.of(words.get(2));
            List<String> available = Selection.available(operation, List.of(operands));
            String int8 = available.stream()
                    .filter(Contender::isInt8)
                    .reduce((ours, library) -> library)
                    .orElse(Int8.ID);
            List<String> contenders = words.stream()
                    .skip(3)
                    .map(id -> id.equals(Int8.ID) ? int8 : id)
                    .toList();
            available.stream()
                    .filter(id -> Contender.isBaseline(id) || contenders.contains(id))
                    .forEach(id -> cases.add(new Case(operation, id, words.get(1), operands)));
        });
        return cases;
    }

    /**
     * Every contender at the first size of each operation; at the others, and from floats, neither plain loops nor
     * named layouts.
     */
    static List<Case> everything() {
        List<Case> cases = new ArrayList<>();
        for (Operation operation : Operation.TIMED) {
            for (Workload.TimedSize size : operation.workload().sizes()) {
                boolean first = size.equals(operation.workload().sizes().getFirst());
                for (String id : Selection.available(operation)) {
                    Contender contender = operation.contender(id);
                    boolean best = !contender.isPlainLoop() && !contender.isNamedLayout();
                    if (first || best) {
                        cases.add(new Case(operation, id, size.size()));
                    }
                    if (first && best && contender.takes(OperandForm.FLOATS)) {
                        cases.add(new Case(operation, id, size.size(), OperandForm.FLOATS));
                    }
                }
            }
        }
        return cases;
    }

    /** Times, measures and answers, in a folder of its own. */
    public int run() throws RunnerException {
        Instant end = Instant.now().plus(budget);
        JmhLock.hold();
        RunFolder folder = run.open();
        return run(folder, new Timings(folder), run.seed(), end);
    }

    /**
     * Goes on with a tour that was stopped or is to become better, for as long as the budget says.
     *
     * @throws IllegalArgumentException if it was another program's or machine's
     */
    public static int resume(RunOptions run, Path path, Duration budget, boolean all) throws RunnerException {
        Instant end = Instant.now().plus(budget);
        Environment before = Environment.of(path);
        before.requireSame();
        List<String> arguments = before.arguments();
        JmhLock.hold();
        RunFolder folder = run.reopen(path);
        Timings timings = Timings.resume(folder);
        Tour tour = new Tour(run, budget, all || arguments.contains("--all"));
        return tour.run(folder, timings, Long.parseLong(before.fact(Environment.SEED)), end);
    }

    /** Whether a run with such arguments is a tour: they are options and their values alone. */
    public static boolean isTour(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .allMatch(i -> arguments.get(i).startsWith("--") || i > 0 && VALUED.contains(arguments.get(i - 1)));
    }

    private int run(RunFolder folder, Timings timings, long seed, Instant end) throws RunnerException {
        Selection.announceMissing(Operation.TIMED);
        Selection.announceWeaknesses(Operation.TIMED, id -> true);
        int failures;
        List<AccuracyRow> errors;
        try (Progress progress = run.progress(Duration.between(Instant.now(), end))) {
            errors = errors(folder, seed, progress);
            failures = new Rounds(cases, seed, pace, timings, progress).run(end, rounds);
        }
        List<Tradeoff.Row> rows = Tradeoff.join(timings.rows(), errors);
        CsvFile.write(folder.file(Tradeoff.FILE), Tradeoff.Row.class, rows);
        timings.present(new Answer(rows));
        Report.of(List.of(folder.path())).write(folder.path());
        folder.announce();
        return failures == 0 ? 0 : 1;
    }

    /** What a run that goes on has measured, or what is now measured. */
    private List<AccuracyRow> errors(RunFolder folder, long seed, Progress progress) {
        Path file = folder.file(AccuracyRow.FILE);
        if (Files.exists(file)) {
            return CsvFile.read(file, AccuracyRow.class);
        }
        List<Operation> operations =
                cases.stream().map(Case::operation).distinct().toList();
        List<AccuracyRow> errors = Accuracy.ofTimed(seed, progress, operations, id -> true);
        Drift.measureShown(progress).write(folder);
        CsvFile.write(file, AccuracyRow.class, errors);
        return errors;
    }
}
