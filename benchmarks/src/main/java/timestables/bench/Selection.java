package timestables.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;

/** The contenders that can run on this machine: JMH would try all that the benchmarks' parameters name. */
public final class Selection {

    private Selection() {}

    /** The ids of an operation's contenders that lack nothing, in their order. */
    public static List<String> available(Operation operation) {
        return available(operation, List.of(OperandForm.CODES));
    }

    /** Those that have a way from operands in each of some forms. */
    public static List<String> available(Operation operation, Collection<OperandForm> operands) {
        return operation.contenders().stream()
                .filter(contender -> isAvailable(contender, operands))
                .map(Contender::id)
                .toList();
    }

    private static boolean isAvailable(Contender contender, Collection<OperandForm> operands) {
        return contender.missing().isEmpty() && operands.stream().allMatch(contender::takes);
    }

    /** The benchmarks that JMH's regular expressions choose. */
    public static Collection<BenchmarkListEntry> find(List<String> includes, List<String> excludes) {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), includes, excludes);
    }

    /**
     * Splits a run of benchmarks so that each part has one list of contenders that can run.
     *
     * @param options whose benchmarks are {@code benchmarks}, and which name no contenders
     * @param benchmarks their full names
     * @param operands the forms that they start from
     */
    public static List<Options> split(Options options, List<String> benchmarks, Collection<OperandForm> operands) {
        Map<Optional<List<String>>, List<String>> parts = benchmarks.stream()
                .collect(Collectors.groupingBy(
                        benchmark -> override(benchmark, operands), LinkedHashMap::new, Collectors.toList()));
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
    private static Optional<List<String>> override(String benchmark, Collection<OperandForm> operands) {
        return Timed.operation(benchmark)
                .filter(operation ->
                        !operation.contenders().stream().allMatch(contender -> isAvailable(contender, operands)))
                .map(operation -> available(operation, operands));
    }

    /** Tells on standard error what is left out, a line for each thing that is lacking. */
    public static void announceMissing(List<Operation> operations) {
        idsBy(Contender::missing, operations, id -> true)
                .forEach((what, ids) -> System.err.printf(
                        "left out, because this machine lacks %s: %s%n", what, String.join(", ", ids)));
    }

    /** Tells on standard error which contenders have no way from operands in some form, a line for each form. */
    public static void announceWithout(Collection<OperandForm> operands, List<Operation> operations) {
        for (OperandForm form : operands) {
            idsBy(
                            contender -> contender.takes(form) ? Optional.empty() : Optional.of(form.toString()),
                            operations,
                            id -> true)
                    .forEach((from, ids) -> System.err.printf(
                            "left out, because they cannot be timed from %s: %s%n", from, String.join(", ", ids)));
        }
    }

    /**
     * Tells on standard error what runs slower than this machine allows, a line for each reason.
     *
     * @param selected which contenders run, by id
     */
    public static void announceWeaknesses(List<Operation> operations, Predicate<String> selected) {
        idsBy(Contender::weakness, operations, selected)
                .forEach((weakness, ids) -> System.err.printf("%s: %s%n", String.join(", ", ids), weakness));
    }

    /** Those of the selected contenders that something is to be told of, each once, by what is told. */
    private static Map<String, Set<String>> idsBy(
            Function<Contender, Optional<String>> property, List<Operation> operations, Predicate<String> selected) {
        Map<String, Set<String>> ids = new TreeMap<>();
        for (Operation operation : operations) {
            operation.ids().stream()
                    .filter(selected)
                    .forEach(id -> property.apply(operation.contender(id))
                            .ifPresent(value -> ids.computeIfAbsent(value, key -> new LinkedHashSet<>())
                                    .add(id)));
        }
        return ids;
    }
}
