package timestables.playground;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import timestables.plot.PlotImage;
import timestables.run.Progress;
import timestables.run.WholeFile;
import timestables.walk.PythonFloat;
import timestables.walk.Settings;
import timestables.walk.SimulationType;

/** The plots of a simulation: one of each variant, and one of where all of them end. */
final class SimulationPlots {

    static final String OVERVIEW = "overview.png";

    private final Settings settings;

    SimulationPlots(Settings settings) {
        this.settings = settings;
    }

    /** Writes all plots into a folder. */
    void write(List<Outcome> outcomes, boolean showError, Path folder, Progress progress) {
        for (Outcome outcome : outcomes) {
            Path file = folder.resolve(outcome.variant().plot(settings.type()));
            progress.begin("plot " + file.getFileName());
            write(file, draw(outcome, showError));
        }
        progress.begin("plot " + OVERVIEW);
        write(folder.resolve(OVERVIEW), overview(outcomes));
    }

    private static void write(Path file, BufferedImage plot) {
        WholeFile.makeFolderOf(file);
        PlotImage.write(plot, file);
    }

    BufferedImage draw(Outcome outcome, boolean showError) {
        Variant variant = outcome.variant();
        boolean chain = settings.type() == SimulationType.CHAIN;
        return new VariantPlot(
                        "%s: %s %dx%d of range %s, %s, against %s"
                                .formatted(
                                        what(),
                                        variant.kind().id(),
                                        variant.size(),
                                        variant.size(),
                                        PythonFloat.text(settings.maxRange()),
                                        outcome.rounding(),
                                        settings.baseline().id()),
                        chain ? "running product" : "running sum",
                        settings.baseline().id(),
                        "table of %d bits".formatted(variant.bits()),
                        settings.maxRange(),
                        chain)
                .draw(curves(outcome), showError);
    }

    BufferedImage overview(List<Outcome> outcomes) {
        List<OverviewPlot.Line> lines = new ArrayList<>();
        for (int from = 0; from < outcomes.size(); from += Variant.SIZES) {
            List<Outcome> sizes = outcomes.subList(from, from + Variant.SIZES);
            List<Outcome.Spread> ends = sizes.stream().map(Outcome::finalErrors).toList();
            Variant variant = sizes.getFirst().variant();
            lines.add(new OverviewPlot.Line(
                    variant.kind(),
                    sizes.getFirst().rounding(),
                    sizes.stream().mapToInt(outcome -> outcome.variant().bits()).toArray(),
                    all(ends, Outcome.Spread::medianAbs),
                    Optional.of(all(ends, Outcome.Spread::p95Abs)).filter(high -> settings.seeds() > 1)));
        }
        return OverviewPlot.draw(
                "%s, range %s, %s, against %s"
                        .formatted(
                                what(),
                                PythonFloat.text(settings.maxRange()),
                                settings.seeds() > 1
                                        ? "%,d seeds".formatted(settings.seeds())
                                        : "seed " + settings.seed(),
                                settings.baseline().id()),
                lines);
    }

    private String what() {
        return settings.type().description().formatted(settings.steps()) + (settings.compat() ? " (compat)" : "");
    }

    private Curves curves(Outcome outcome) {
        return new Curves(
                outcome.steps(),
                outcome.reference(),
                outcome.mapped(),
                percentError(outcome),
                Optional.of(outcome).filter(many -> settings.seeds() > 1).map(this::band));
    }

    /** A gap where the reference is next to zero, and the error in percent counts as none. */
    private static double[] percentError(Outcome outcome) {
        double[] errors = outcome.percentError().clone();
        Arrays.setAll(errors, i -> Outcome.hasPercentError(outcome.reference()[i]) ? errors[i] : Double.NaN);
        return errors;
    }

    /** The curves are those of the first seed: around its reference, where the errors of most seeds would lie. */
    private Curves.Band band(Outcome outcome) {
        List<Outcome.Spread> errors = outcome.errors();
        double[] reference = outcome.reference();
        return new Curves.Band(
                settings.seeds(),
                plus(reference, errors, Outcome.Spread::p05Signed),
                plus(reference, errors, Outcome.Spread::p95Signed),
                all(errors, Outcome.Spread::medianPercent),
                all(errors, Outcome.Spread::p05Percent),
                all(errors, Outcome.Spread::p95Percent));
    }

    private static double[] plus(
            double[] reference, List<Outcome.Spread> errors, ToDoubleFunction<Outcome.Spread> error) {
        double[] sums = all(errors, error);
        Arrays.setAll(sums, i -> reference[i] + sums[i]);
        return sums;
    }

    private static double[] all(List<Outcome.Spread> errors, ToDoubleFunction<Outcome.Spread> error) {
        return errors.stream().mapToDouble(error).toArray();
    }
}
