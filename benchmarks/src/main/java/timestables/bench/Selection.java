package timestables.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import timestables.contender.Contender;
import timestables.contender.Operation;

/** The contenders that can run on this machine: JMH would try all that the benchmarks' parameters name. */
public final class Selection {

    private Selection() {}

    /** The ids of an operation's contenders that lack nothing, in their order. */
    static List<String> available(Operation operation) {
        return operation.contenders().stream()
                .filter(contender -> contender.missing().isEmpty())
                .map(Contender::id)
                .toList();
    }

    /**
     * Splits a run of benchmarks so that each part has one list of contenders that can run.
     *
     * @param options whose benchmarks are {@code benchmarks}, and which name no contenders
     * @param benchmarks their full names
     */
    public static List<Options> split(Options options, List<String> benchmarks) {
        Map<Optional<List<String>>, List<String>> parts = benchmarks.stream()
                .collect(Collectors.groupingBy(Selection::override, LinkedHashMap::new, Collectors.toList()));
        List<Options> split = new ArrayList<>();
        parts.forEach((contenders, selected) -> {
            ChainedOptionsBuilder part = new OptionsBuilder().parent(options);
            options.getExcludes().forEach(part::exclude);
            benchmarks.stream()
                    .filter(benchmark -> !selected.contains(benchmark))
                    .forEach(benchmark -> part.exclude(Pattern.quote(benchmark) + "$"));
            contenders.ifPresent(ids -> part.param("contender", ids.toArray(String[]::new)));
            split.add(part.build());
        });
        return split;
    }

    /** The contenders that can run, where that is not all of them. */
    private static Optional<List<String>> override(String benchmark) {
        return Timed.operation(benchmark)
                .filter(operation -> operation.contenders().stream()
                        .anyMatch(contender -> contender.missing().isPresent()))
                .map(Selection::available);
    }

    /** Tells on standard error what is left out, a line for each thing that could be installed. */
    public static void announceMissing(List<Operation> operations) {
        Map<String, List<String>> missing = new TreeMap<>();
        for (Operation operation : operations) {
            for (Contender contender : operation.contenders()) {
                contender.missing().ifPresent(what -> {
                    List<String> ids = missing.computeIfAbsent(what, key -> new ArrayList<>());
                    if (!ids.contains(contender.id())) {
                        ids.add(contender.id());
                    }
                });
            }
        }
        missing.forEach((what, ids) ->
                System.err.printf("left out, for %s is not installed: %s%n", what, String.join(", ", ids)));
    }
}
