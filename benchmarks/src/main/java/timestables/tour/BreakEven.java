package timestables.tour;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import timestables.bench.JmhLock;
import timestables.bench.Pace;
import timestables.bench.Rounds;
import timestables.bench.Selection;
import timestables.contender.Contender;
import timestables.contender.Operation;
import timestables.report.BreakEvenMap;
import timestables.report.Report;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.speed.Case;
import timestables.speed.Timings;

/** Where looking products up begins to pay, and where it stops: every number of bits by sizes from cache to memory. */
public final class BreakEven {

    /** What is asked: operations, and sizes whose binary32 operands lie in ever slower memory. */
    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    Operation.MULTIPLY,
                    List.of("table2", "table3", "table4", "table5", "table6", "table7", "table8", "table9"),
                    List.of("1024", "8192", "65536", "524288", "4194304", "16777216")),
            new Question(
                    Operation.GEMV,
                    List.of("float16", "table2", "table3", "table4", "table8"),
                    List.of("64x64", "256x256", "1024x1024", "2048x2048", "4096x4096", "8192x8192")));

    private final RunOptions run;
    private final Duration budget;
    private final List<Question> questions;
    private final Options pace;
    private final int rounds;

    /** @param budget how long it may take */
    public BreakEven(RunOptions run, Duration budget) {
        this(run, budget, QUESTIONS, Pace.ROUND, Integer.MAX_VALUE);
    }

    /**
     * @param pace how each fork takes its samples
     * @param rounds how many rounds there are at most
     */
    public BreakEven(RunOptions run, Duration budget, List<Question> questions, Options pace, int rounds) {
        this.run = run;
        this.budget = budget;
        this.questions = questions;
        this.pace = pace;
        this.rounds = rounds;
    }

    /** Contenders against binary32, at some sizes. */
    public record Question(Operation operation, List<String> contenders, List<String> sizes) {

        private Stream<Case> cases() {
            return sizes.stream().flatMap(size -> timed().map(id -> new Case(operation, id, size)));
        }

        private Stream<String> timed() {
            return Stream.concat(
                    Selection.available(operation).stream().filter(Contender::isBaseline), contenders.stream());
        }
    }

    public int run() throws RunnerException {
        Instant end = Instant.now().plus(budget);
        questions.forEach(question -> question.sizes.forEach(question.operation::size));
        JmhLock.hold();
        RunFolder folder = run.open();
        Timings timings = new Timings(folder);
        List<Case> cases = questions.stream().flatMap(Question::cases).toList();
        int failures;
        try (Progress progress = run.progress(budget)) {
            failures = new Rounds(cases, run.seed(), pace, timings, progress).run(end, rounds);
        }
        List<BreakEvenMap.Row> rows = BreakEvenMap.rows(timings.rows());
        CsvFile.write(folder.file(BreakEvenMap.FILE), BreakEvenMap.Row.class, rows);
        timings.present(BreakEvenMap.describe(rows));
        Report.of(List.of(folder.path())).write(folder.path());
        folder.announce();
        return failures == 0 ? 0 : 1;
    }
}
