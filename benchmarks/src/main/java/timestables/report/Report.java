package timestables.report;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.Chart;
import timestables.contender.Operation;
import timestables.plot.PlotImage;
import timestables.plot.PlotStyle;
import timestables.run.CsvFile;

/** What one run or several ones say: in words, as pictures, as a page, and as one table. */
public final class Report {

    public static final String PAGE = ReportPage.FILE;

    /** Runs in one picture: more would be too high to look at. */
    private static final int MOST_DRAWN = 4;

    private final List<ReportedRun> runs;
    private final Map<ReportedRun, String> labels;

    private Report(List<ReportedRun> runs) {
        this.runs = runs;
        labels = ReportedRun.labels(runs);
    }

    /**
     * Reads runs.
     *
     * @param folders in any order; of one that is named twice, the second is passed over
     * @throws IllegalArgumentException naming the folder or the file, if one holds no run, or one that is damaged or of
     *     another version
     */
    public static Report of(List<Path> folders) {
        Map<Path, Path> once = new LinkedHashMap<>();
        folders.forEach(folder -> once.putIfAbsent(folder.toAbsolutePath().normalize(), folder));
        return new Report(once.values().stream().map(ReportedRun::read).toList());
    }

    /** Whether it is of one run alone. */
    public boolean isOfOne() {
        return runs.size() == 1;
    }

    /** The answer of each run, on a page. */
    public String answers() {
        return runs.stream()
                .map(Report::answer)
                .collect(Collectors.joining(System.lineSeparator().repeat(2)));
    }

    private static String answer(ReportedRun run) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s, %s".formatted(run.name(), run.processor(), run.date()));
        lines.addAll(run.caveats());
        lines.add(new Answer(run.tradeoffs()).toString());
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * Writes {@code report.html}, the table of all rows, and each picture for which the runs have what it shows.
     *
     * @throws java.io.UncheckedIOException naming the file, if one cannot be written
     */
    public void write(Path folder) {
        new ReportPage(labels).write(folder.resolve(ReportPage.FILE));
        CsvFile.write(
                folder.resolve(StackedRow.FILE),
                StackedRow.class,
                runs.stream().flatMap(run -> StackedRow.of(run).stream()).toList());
        for (Operation operation : Operation.TIMED) {
            draw(
                    folder.resolve(TradeoffPlot.file(operation)),
                    UnaryOperator.identity(),
                    (run, of) -> TradeoffPlot.charts(run.tradeoffs(), operation, of));
        }
        draw(
                folder.resolve(BreakEvenMap.PLOT),
                map -> PlotImage.withBar(map, PlotStyle.RATIOS),
                (run, of) -> BreakEvenMap.charts(BreakEvenMap.rows(run.timings()), of));
        draw(
                folder.resolve(CacheCliff.PLOT),
                UnaryOperator.identity(),
                (run, of) -> CacheCliff.charts(CacheCliff.rows(run.timings()), of, run.caches()));
        if (runs.size() > MOST_DRAWN) {
            System.err.println("Pictures show the first %d runs that have what they show; %s shows all"
                    .formatted(MOST_DRAWN, ReportPage.FILE));
        }
    }

    /** Draws the charts that runs have, one below the other; no picture if none has any. */
    private void draw(
            Path file,
            UnaryOperator<BufferedImage> finish,
            BiFunction<ReportedRun, String, List<? extends Chart<?, ?>>> charts) {
        List<Chart<?, ?>> all = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (ReportedRun run : runs) {
            String letter = isOfOne() ? "" : String.valueOf((char) ('A' + captions.size()));
            List<? extends Chart<?, ?>> ofRun = charts.apply(run, letter.isEmpty() ? "" : ", run " + letter);
            if (!ofRun.isEmpty() && captions.size() < MOST_DRAWN) {
                all.addAll(ofRun);
                captions.add("%s%s; %s".formatted(letter.isEmpty() ? "" : letter + ": ", labels.get(run), run.day()));
            }
        }
        if (!all.isEmpty()) {
            PlotImage.write(PlotImage.captioned(finish.apply(PlotImage.draw(all)), captions), file);
        }
    }
}
