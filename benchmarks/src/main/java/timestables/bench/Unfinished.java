package timestables.bench;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import timestables.speed.Timings;

/** What a run of JMH's arguments was asked for, and has not done. */
public final class Unfinished {

    private Unfinished() {}

    /** Some benchmarks, and the round that their forks begin with. */
    public record Part(Options options, int firstRound) {}

    /** What is left to do, benchmark by benchmark; if nothing is, all of it once more. */
    public static List<Part> of(List<Options> asked, Timings timings) {
        List<Single> all =
                asked.stream().flatMap(options -> singles(options, timings)).toList();
        List<Single> left = all.stream().filter(single -> !single.isDone()).toList();
        return (left.isEmpty() ? all : left).stream().map(Single::part).toList();
    }

    /** One benchmark in one mode, and how many forks it has had. */
    private record Single(Options asked, String benchmark, Map<String, String> parameters, Mode mode, int done) {

        private int asks() {
            return asked.getForkCount().orElse(OperationBenchmark.FORKS);
        }

        /** Without forks, it runs once all the same. */
        boolean isDone() {
            return done >= Math.max(1, asks());
        }

        Part part() {
            ChainedOptionsBuilder one = new OptionsBuilder()
                    .parent(asked)
                    .include(Pattern.quote(benchmark) + "$")
                    .mode(mode)
                    .forks(isDone() ? asks() : Math.max(0, asks() - done));
            parameters.forEach(one::param);
            return new Part(one.build(), done + 1);
        }
    }

    private static Stream<Single> singles(Options asked, Timings timings) {
        return Selection.find(asked.getIncludes(), asked.getExcludes()).stream()
                .flatMap(benchmark -> combinations(benchmark, asked).stream()
                        .flatMap(parameters -> modes(asked).stream()
                                .map(mode -> single(asked, benchmark.getUsername(), parameters, mode, timings))));
    }

    private static Single single(
            Options asked, String benchmark, Map<String, String> parameters, Mode mode, Timings timings) {
        int done = Timed.of(benchmark, parameters)
                .map(timed -> timings.forks(timed, mode.shortLabel()))
                .orElse(0);
        return new Single(asked, benchmark, parameters, mode, done);
    }

    private static Collection<Mode> modes(Options asked) {
        Collection<Mode> modes = asked.getBenchModes();
        return modes.isEmpty()
                ? List.of(Mode.AverageTime)
                : modes.contains(Mode.All) ? EnumSet.complementOf(EnumSet.of(Mode.All)) : modes;
    }

    /** All combinations of the values that a benchmark's parameters are to have. */
    private static List<Map<String, String>> combinations(BenchmarkListEntry benchmark, Options asked) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, String[]> parameter :
                benchmark.getParams().orElse(Map.of()).entrySet()) {
            Collection<String> values = asked.getParameter(parameter.getKey()).orElse(List.of(parameter.getValue()));
            combinations = combinations.stream()
                    .flatMap(combination -> values.stream().map(value -> {
                        Map<String, String> extended = new LinkedHashMap<>(combination);
                        extended.put(parameter.getKey(), value);
                        return extended;
                    }))
                    .toList();
        }
        return combinations;
    }
}
