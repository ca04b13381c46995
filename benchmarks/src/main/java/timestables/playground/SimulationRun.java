package timestables.playground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import timestables.accuracy.AccumulatedError;
import timestables.arithmetic.Rounding;
import timestables.contender.Measured;
import timestables.contender.Operation;
import timestables.image.Kind;
import timestables.image.TableFolder;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.walk.PythonFloat;
import timestables.walk.Settings;

/** A simulation with all that it leaves behind: text on standard output, two CSV files, and the plots. */
public final class SimulationRun {

    public static final String FILE = "simulation.csv";

    /** All files but the plots of variants. */
    public static final List<String> FILES = List.of(FILE, AccumulatedError.FILE, SimulationPlots.OVERVIEW);

    /** Steps of progress: the operands, the variants and their plots, and the overview. */
    public static final int STEPS = 2 + 2 * Variant.all().size();

    private SimulationRun() {}

    /** A variant: the columns of {@value #FILE}. */
    record Row(
            String simulationType,
            String mapType,
            String method,
            Rounding rounding,
            int size,
            int indexBits,
            int cellBits,
            double maxRange,
            int steps,
            String baselineDtype,
            boolean compat,
            long seed,
            int seeds,
            double finalReference,
            double finalMapped,
            double absError,
            double percentError,
            long saturations,
            double p05AbsError,
            double medianAbsError,
            double p95AbsError,
            double maxAbsError,
            double p05PercentError,
            double medianPercentError,
            double p95PercentError,
            String plot) {

        static Row of(Settings settings, Outcome outcome) {
            Variant variant = outcome.variant();
            Outcome.Spread errors = outcome.finalErrors();
            return new Row(
                    settings.type().id(),
                    variant.kind().id(),
                    variant.method().id(),
                    outcome.rounding(),
                    variant.size(),
                    variant.bits(),
                    Kind.storedBits(variant.bits()),
                    settings.maxRange(),
                    settings.steps(),
                    settings.baseline().id(),
                    settings.compat(),
                    settings.seed(),
                    settings.seeds(),
                    outcome.finalReference(),
                    outcome.finalMapped(),
                    outcome.finalAbsError(),
                    outcome.finalPercentError(),
                    outcome.saturations(),
                    errors.p05Abs(),
                    errors.medianAbs(),
                    errors.p95Abs(),
                    errors.maxAbs(),
                    errors.p05Percent(),
                    errors.medianPercent(),
                    errors.p95Percent(),
                    variant.plot(settings.type()));
        }
    }

    /** The errors of a variant after each step that is told. */
    private static Stream<AccumulatedError> errors(Settings settings, Outcome outcome) {
        return IntStream.of(AccumulatedError.milestones(settings.steps())).mapToObj(step -> {
            Outcome.Spread errors = outcome.errors().get(Arrays.binarySearch(outcome.steps(), step));
            return new AccumulatedError(
                    Operation.valueOf(settings.type().name()),
                    Measured.table(outcome.variant().bits(), Rounding.NEAREST),
                    outcome.variant().cellFormat(settings.maxRange()),
                    outcome.rounding(),
                    outcome.variant().bits(),
                    settings.maxRange(),
                    step,
                    settings.seeds(),
                    errors.p05Abs(),
                    errors.medianAbs(),
                    errors.p95Abs(),
                    errors.maxAbs(),
                    errors.meanSigned());
        });
    }

    /**
     * Runs, and fills a folder.
     *
     * @throws IllegalArgumentException if that cannot be simulated, or a table cannot be read: nothing has been written
     */
    public static void run(Settings settings, boolean showError, Path folder, Progress progress) {
        TableFolder tables = new TableFolder(RunFolder.root().resolve("maps"));
        progress.begin("operands");
        Simulation simulation = new Simulation(settings);
        List<Outcome> outcomes = simulation.run((kind, bits) -> tables.load(kind, bits, settings.maxRange()), progress);
        progress.clear();
        System.out.println(describe(settings, outcomes));
        CsvFile.write(
                folder.resolve(AccumulatedError.FILE),
                AccumulatedError.class,
                outcomes.stream().flatMap(outcome -> errors(settings, outcome)).toList());
        new SimulationPlots(settings).write(outcomes, showError, folder, progress);
        // Last: a folder that has this file is complete.
        CsvFile.write(
                folder.resolve(FILE),
                Row.class,
                outcomes.stream().map(outcome -> Row.of(settings, outcome)).toList());
    }

    /** The text that the playground prints. */
    static String describe(Settings settings, List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("Using seed: %d, max_range: %s, simulation_type: %s"
                .formatted(
                        settings.seed(),
                        PythonFloat.text(settings.maxRange()),
                        settings.type().id()));
        for (Outcome outcome : outcomes) {
            Variant variant = outcome.variant();
            lines.add("");
            lines.add("=== [%s] Map type: %s, Size: %d, Method: %s ==="
                    .formatted(
                            settings.type().label(),
                            variant.kind().id(),
                            variant.size(),
                            variant.method().id()));
            lines.add("Final regular: %s, mapped: %s, abs_err: %s, perc_err: %s%%"
                    .formatted(
                            PythonFloat.text(outcome.finalReference(), 6),
                            PythonFloat.text(outcome.finalMapped(), 6),
                            PythonFloat.text(outcome.finalAbsError(), 6),
                            PythonFloat.text(outcome.finalPercentError(), 2)));
            if (settings.seeds() > 1) {
                Outcome.Spread errors = outcome.finalErrors();
                lines.add("Over %d seeds: abs_err median %s, 5th percentile %s, 95th percentile %s"
                        .formatted(
                                settings.seeds(),
                                PythonFloat.text(errors.medianAbs(), 6),
                                PythonFloat.text(errors.p05Abs(), 6),
                                PythonFloat.text(errors.p95Abs(), 6)));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }
}
