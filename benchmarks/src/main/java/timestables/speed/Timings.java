package timestables.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import timestables.contender.Contender;
import timestables.run.CsvFile;
import timestables.run.RunFolder;

/**
 * The timings of one run: forks and samples as they come, each in its file before the next begins, and what they come
 * to, in a file that is replaced whenever a fork ends.
 */
public final class Timings {

    /** How many times as long as its plain loop a kernel takes before it counts as a defect; less may be noise. */
    private static final double WORSE = 1.5;

    /** The share of disturbed forks from which on a run says so. */
    private static final double MANY = 0.5;

    private final RunFolder folder;
    private final Map<List<Object>, Series> series = new LinkedHashMap<>();
    private final List<Fork> forks = new ArrayList<>();

    public Timings(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * The timings that a run left, to be added to. What the last fork wrote before it was killed is cut off.
     *
     * @throws IllegalArgumentException if the files are none of this version
     */
    public static Timings resume(RunFolder folder) {
        Path samplesFile = folder.file(Sample.FILE);
        if (Files.notExists(samplesFile)) {
            return new Timings(folder);
        }
        CsvFile.repair(samplesFile);
        Path forksFile = folder.file(Fork.FILE);
        List<Fork> forks = List.of();
        if (Files.exists(forksFile)) {
            CsvFile.repair(forksFile);
            forks = CsvFile.read(forksFile, Fork.class);
        }
        Map<Case, Map<Integer, List<Sample>>> samples = CsvFile.read(samplesFile, Sample.class).stream()
                .collect(Collectors.groupingBy(Sample::timed, Collectors.groupingBy(Sample::round)));
        Timings timings = new Timings(folder);
        List<Sample> kept = new ArrayList<>();
        for (Fork fork : forks) {
            List<Sample> ofRound = samples.getOrDefault(fork.timed(), Map.of()).getOrDefault(fork.round(), List.of());
            List<Sample> ofFork = ofRound.stream().limit(fork.samples()).toList();
            ofRound.subList(0, ofFork.size()).clear();
            timings.keep(fork, ofFork);
            kept.addAll(ofFork);
        }
        // Both anew, for a spreadsheet may have saved them with other separators.
        CsvFile.write(samplesFile, Sample.class, kept);
        CsvFile.write(forksFile, Fork.class, forks);
        return timings;
    }

    /** Adds a fork, in the files too. */
    public void add(Fork fork, List<Sample> taken) {
        int before = series(fork).samples(fork.round());
        List<Sample> samples =
                taken.stream().map(sample -> sample.after(before)).toList();
        CsvFile.append(folder.file(Sample.FILE), Sample.class, samples);
        CsvFile.append(folder.file(Fork.FILE), Fork.class, List.of(fork));
        keep(fork, samples);
        CsvFile.write(folder.file(Throughput.FILE), Throughput.class, rows());
    }

    private void keep(Fork fork, List<Sample> samples) {
        forks.add(fork);
        series(fork).add(fork, samples);
    }

    private Series series(Fork fork) {
        return series.computeIfAbsent(List.of(fork.timed(), fork.mode()), key -> new Series(fork.timed(), fork.mode()));
    }

    /** Whether nothing was timed. */
    public boolean isEmpty() {
        return forks.isEmpty();
    }

    /** How many forks a case has had that count. */
    public int rounds(Case timed) {
        return find(timed, Fork.AVERAGE_TIME).map(Series::rounds).orElse(0);
    }

    /** How many forks a case has had in some mode of JMH, by however many threads. */
    public int forks(Case timed, String mode) {
        return (int) forks.stream()
                .filter(fork -> fork.mode().equals(mode)
                        && fork.timed().equals(timed.by(fork.timed().threads())))
                .count();
    }

    /** Whether a case has had a fork in a round, whether it counts or not. */
    public boolean has(Case timed, int round) {
        return forks.stream()
                .anyMatch(fork -> fork.round() == round && fork.timed().equals(timed));
    }

    /** The last round that has begun; 0 if none has. */
    public int lastRound() {
        return forks.stream().mapToInt(Fork::round).max().orElse(0);
    }

    /** Whether others kept the machine busy during the last fork of a case. */
    public boolean wasDisturbed(Case timed) {
        return find(timed, Fork.AVERAGE_TIME)
                .map(each -> each.last().disturbed())
                .orElse(false);
    }

    /** What all rounds come to so far, each beside the best float32 of its run. */
    public List<Throughput> rows() {
        return series.values().stream()
                .map(each -> Throughput.of(each, baseline(each), note(each)))
                .toList();
    }

    /** The fastest float32 of the same work, ours or a library's; null if none was timed, or none is steady. */
    private Series baseline(Series of) {
        return comparable(of)
                .filter(each -> Contender.isBaseline(each.timed().contender()))
                .filter(each -> each.isSteady() && each.rounds() > 0)
                .min(Comparator.comparingDouble(Series::middle))
                .orElse(null);
    }

    private Stream<Series> comparable(Series with) {
        return series.values().stream()
                .filter(each -> each.timed().isComparableWith(with.timed())
                        && each.mode().equals(with.mode()));
    }

    private Optional<Series> find(Case timed, String mode) {
        return Optional.ofNullable(series.get(List.of(timed, mode)));
    }

    private String note(Series of) {
        Fork fork = of.last();
        return Stream.concat(
                        Stream.of(
                                fork.layout(),
                                fork.vectorBits() + "-bit vectors",
                                fork.weakness(),
                                of.mode().equals(Fork.AVERAGE_TIME) ? "" : "JMH mode: " + of.mode()),
                        defects(of).stream())
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private List<String> defects(Series of) {
        List<String> defects = new ArrayList<>();
        if (of.allocates()) {
            defects.add("allocates in each call");
        }
        find(of.timed().with(of.timed().contender() + Contender.PLAIN_LOOP), of.mode())
                .filter(twin -> of.middle() > WORSE * twin.middle())
                .ifPresent(twin -> defects.add("slower than " + twin.timed().contender()));
        return defects;
    }

    /** Prints an answer, after what it has to be read with; and on standard error what is wrong with single cases. */
    public void present(Object answer) {
        caveats().forEach(System.out::println);
        System.out.println(answer);
        warn();
    }

    /** Names on standard error each case that allocates, is slower than its plain loop, or does not settle. */
    public void warn() {
        for (Series each : series.values()) {
            defects(each).forEach(defect -> System.err.printf("%s: %s%n", each.timed(), defect));
        }
        String unsteady = series.values().stream()
                .filter(each -> !each.isSteady())
                .map(each -> each.timed().toString())
                .collect(Collectors.joining(", "));
        if (!unsteady.isEmpty()) {
            System.err.println("Unsteady, and so without a speed: " + unsteady);
        }
    }

    /** What all figures of the run have to be read with: a crippled JVM, a machine that others kept busy. */
    public List<String> caveats() {
        return caveats(forks);
    }

    /**
     * The same of the run in some folder; none if it timed nothing.
     *
     * @throws IllegalArgumentException if its file is damaged or of another version
     */
    public static List<String> caveats(Path folder) {
        Path file = folder.resolve(Fork.FILE);
        return Files.exists(file) ? caveats(CsvFile.read(file, Fork.class)) : List.of();
    }

    private static List<String> caveats(List<Fork> forks) {
        List<String> caveats = new ArrayList<>();
        forks.stream()
                .map(Fork::weakness)
                .filter(weakness -> !weakness.isEmpty())
                .distinct()
                .map(weakness -> "Beware: " + weakness + ".")
                .forEach(caveats::add);
        long disturbed = forks.stream().filter(Fork::disturbed).count();
        if (disturbed > MANY * forks.size()) {
            caveats.add("Other programs kept this machine busy in %d of %d forks, which do not count."
                    .formatted(disturbed, forks.size()));
        }
        return caveats;
    }
}
