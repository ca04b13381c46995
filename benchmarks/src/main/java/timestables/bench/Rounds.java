package timestables.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import timestables.contender.Contender;
import timestables.run.Progress;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Timings;

/**
 * Times cases round by round: in each, every case runs once in a JVM of its own, baselines beside the contenders that
 * are divided by them, so that what changes from fork to fork, and from minute to minute, shows as such.
 */
public final class Rounds {

    /** How many rounds take all cases; the others take those that are most in doubt. */
    private static final int OF_ALL = 3;

    /** How often a case is tried again in a round because others kept the machine busy. */
    private static final int REPEATS = 1;

    /** How long a fork takes, as long as none has been timed. */
    private static final Duration FORK = Duration.ofSeconds(2);

    private final List<Case> cases;
    private final long seed;
    private final Options pace;
    private final Timings timings;
    private final Progress progress;
    private final JmhRun jmh;
    private final Set<Case> failed = new HashSet<>();
    private ClassArchive archive;
    private int forks;
    private Duration spent = Duration.ZERO;

    /**
     * @param cases what to time
     * @param seed of the order
     * @param pace how a fork takes its samples
     * @param timings takes them
     * @param progress told of each fork that begins
     */
    public Rounds(List<Case> cases, long seed, Options pace, Timings timings, Progress progress) {
        this.cases = cases;
        this.seed = seed;
        this.pace = pace;
        this.timings = timings;
        this.progress = progress;
        this.jmh = JmhRun.unseen(timings, results -> {});
    }

    /**
     * Times until the end, or until the next fork would end after it. Rounds that were begun before are ended.
     *
     * @param rounds how many there are at most
     * @return how many cases failed
     */
    public int run(Instant end, int rounds) throws RunnerException {
        try (ClassArchive classes = ClassArchive.prepare()) {
            archive = classes;
            for (int round = Math.max(1, timings.lastRound()); round <= rounds && hasTime(end); round++) {
                run(round, end);
            }
        } finally {
            progress.clear();
            jmh.explainFailures();
        }
        return failed.size();
    }

    private boolean hasTime(Instant end) {
        return Instant.now().plus(meanOfForks(Duration.ZERO)).isBefore(end);
    }

    private void run(int round, Instant end) throws RunnerException {
        Collection<Case> chosen = chosen(round, end);
        for (Case timed : ordered(chosen, new Random(seed + round))) {
            if (timings.has(timed, round)) {
                continue;
            }
            for (int attempt = 0; attempt <= REPEATS && hasTime(end) && !failed.contains(timed); attempt++) {
                time(timed, round);
                if (!timings.wasDisturbed(timed)) {
                    break;
                }
            }
        }
    }

    private void time(Case timed, int round) throws RunnerException {
        progress.begin("round %d: %s".formatted(round, timed));
        Instant start = Instant.now();
        if (jmh.run(options(timed), round) > 0) {
            failed.add(timed);
        }
        archive.make();
        spent = spent.plus(Duration.between(start, Instant.now()));
        forks++;
    }

    private Options options(Case timed) {
        return new OptionsBuilder()
                .parent(pace)
                .addProfiler(ForkProfiler.class)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(Stream.concat(WarmUp.JVM_ARGUMENTS.stream(), Stream.of(archive.flag()))
                        .toArray(String[]::new))
                .include(Timed.pattern(timed.operation()))
                .param(Timed.CONTENDER, timed.contender())
                .param(Timed.SIZE, timed.size())
                .param(Timed.OPERANDS, timed.operands().toString())
                .threads(timed.threads())
                .build();
    }

    /**
     * What a round takes. The first takes all, and so do the next two, if there is time for both of them to do so: else
     * they take the first cases alone, for three rounds of some decide more than two of all. The others take the more
     * doubtful half. Baselines come with those that are divided by them.
     */
    private Collection<Case> chosen(int round, Instant end) {
        if (round == 1) {
            return cases;
        }
        List<Case> sound =
                cases.stream().filter(timed -> !failed.contains(timed)).toList();
        Stream<Case> order;
        long most;
        if (round <= OF_ALL) {
            order = sound.stream().sorted(Comparator.comparing(timings::rounds, Comparator.reverseOrder()));
            most = affordable(end) / (OF_ALL - round + 1);
        } else {
            Map<Case, Throughput> rows =
                    timings.rows().stream().collect(Collectors.toMap(Throughput::timed, row -> row));
            order = sound.stream()
                    .sorted(Comparator.comparing((Case timed) -> isOpen(rows.get(timed)))
                            .thenComparing(timed -> width(rows.get(timed)))
                            .reversed());
            most = Math.min((sound.size() + 1) / 2, affordable(end));
        }
        Set<Case> chosen = new LinkedHashSet<>();
        order.takeWhile(timed -> chosen.size() < most).forEach(timed -> {
            baselines(timed).filter(sound::contains).forEach(chosen::add);
            chosen.add(timed);
        });
        return chosen;
    }

    /** How many more forks there is time for. */
    private long affordable(Instant end) {
        return Math.max(1, Duration.between(Instant.now(), end).dividedBy(meanOfForks(FORK)));
    }

    private Duration meanOfForks(Duration ofNone) {
        return forks == 0 ? ofNone : spent.dividedBy(forks);
    }

    /** Also for a case that has not been timed. */
    private static boolean isOpen(Throughput row) {
        return row == null || row.isOpen();
    }

    private static double width(Throughput row) {
        return row == null ? Double.POSITIVE_INFINITY : row.width();
    }

    /** What a case may be divided by. */
    private Stream<Case> baselines(Case timed) {
        return cases.stream().filter(other -> Contender.isBaseline(other.contender()) && other.isComparableWith(timed));
    }

    /** Work by work, in any order, and within each the contenders in any order. */
    private List<Case> ordered(Collection<Case> chosen, Random random) {
        Map<Case, List<Case>> works = new LinkedHashMap<>();
        cases.stream()
                .filter(chosen::contains)
                .forEach(timed -> works.computeIfAbsent(timed.with(""), work -> new ArrayList<>())
                        .add(timed));
        List<List<Case>> order = new ArrayList<>(works.values());
        Collections.shuffle(order, random);
        order.forEach(work -> Collections.shuffle(work, random));
        return order.stream().flatMap(List::stream).toList();
    }
}
