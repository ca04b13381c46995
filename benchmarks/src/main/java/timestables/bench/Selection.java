package timestables.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The contenders that can run on this machine: JMH would try all that the benchmarks' parameters name. */
final class Selection {

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
     * @param options whose benchmarks are those of {@code operations}, and which name no contenders
     */
    static List<Options> split(Options options, List<Operation> operations) {
        Map<Optional<List<String>>, List<Operation>> parts = operations.stream()
                .collect(Collectors.groupingBy(Selection::override, LinkedHashMap::new, Collectors.toList()));
        List<Options> split = new ArrayList<>();
        parts.forEach((contenders, selected) -> {
            ChainedOptionsBuilder part = new OptionsBuilder().parent(options);
            options.getExcludes().forEach(part::exclude);
            operations.stream()
                    .filter(operation -> !selected.contains(operation))
                    .forEach(operation -> part.exclude(operation.pattern()));
            contenders.ifPresent(ids -> part.param("contender", ids.toArray(String[]::new)));
            split.add(part.build());
        });
        return split;
    }

    private static Optional<List<String>> override(Operation operation) {
        List<String> available = available(operation);
        return available.size() == operation.contenders().size() ? Optional.empty() : Optional.of(available);
    }

    /** Tells on standard error what is left out, a line for each thing that could be installed. */
    static void announceMissing(List<Operation> operations) {
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
