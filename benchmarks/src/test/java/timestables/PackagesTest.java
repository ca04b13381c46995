package timestables;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class PackagesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("timestables");

    /** Each package, from the lowest on, with those that it may import: all of them stand before it. */
    private static final Map<String, List<String>> IMPORTS = new LinkedHashMap<>();

    static {
        // core
        may("error");
        may("format");
        may("table", "format");
        may("kernel");
        may("kernel.arithmetic", "kernel");
        may("kernel.layout", "kernel", "format", "table");
        may("kernel.codec", "kernel", "format");
        may("kernel.matrix", "kernel", "format", "table", "kernel.codec");
        may("kernel.block", "kernel", "format", "table");
        may("kernel.accumulator", "kernel.layout", "format", "table");
        may("kernel.chain", "kernel.arithmetic", "format", "table");
        // benchmarks
        may("launch");
        may("peer");
        may("run", "kernel", "launch", "peer");
        may("plot", "run");
        may("walk", "format");
        may(
                "arithmetic",
                "format",
                "table",
                "kernel.accumulator",
                "kernel.block",
                "kernel.chain",
                "kernel.codec",
                "kernel.matrix");
        may(
                "contender",
                "arithmetic",
                "error",
                "format",
                "table",
                "kernel.accumulator",
                "kernel.arithmetic",
                "kernel.block",
                "kernel.chain",
                "kernel.codec",
                "kernel.layout",
                "kernel.matrix",
                "peer");
        may("accuracy", "arithmetic", "contender", "error", "format", "table", "plot", "run", "walk");
        may("tensors", "format", "run");
        may("operands", "accuracy", "arithmetic", "contender", "error", "format", "table", "run", "tensors");
        may("image", "format", "table", "run", "walk");
        may("inspect", "error", "format", "image", "run", "tensors");
        may(
                "playground",
                "accuracy",
                "arithmetic",
                "contender",
                "error",
                "format",
                "table",
                "image",
                "plot",
                "run",
                "walk");
        may("speed", "arithmetic", "contender", "run");
        may("report", "accuracy", "arithmetic", "contender", "format", "plot", "run", "speed");
        may("bench", "contender", "kernel", "launch", "run", "speed");
        may(
                "advice",
                "accuracy",
                "arithmetic",
                "contender",
                "error",
                "format",
                "table",
                "kernel.arithmetic",
                "kernel.block",
                "kernel.codec",
                "kernel.matrix",
                "run",
                "tensors",
                "operands",
                "speed",
                "bench",
                "plot");
        may("tour", "accuracy", "arithmetic", "bench", "contender", "report", "run", "speed");
        may(
                "command",
                "accuracy",
                "advice",
                "bench",
                "contender",
                "format",
                "image",
                "inspect",
                "launch",
                "operands",
                "playground",
                "plot",
                "report",
                "run",
                "speed",
                "tensors",
                "tour",
                "walk");
    }

    private static void may(String importer, String... imported) {
        for (String each : imported) {
            if (!IMPORTS.containsKey(each)) {
                throw new IllegalArgumentException(importer + " would import " + each + ", which comes after it");
            }
        }
        IMPORTS.put(importer, List.of(imported));
    }

    @Test
    void packagesImportNoOthersThanTheyMay() {
        IMPORTS.forEach((importer, imported) -> {
            List<String> forbidden = new ArrayList<>(IMPORTS.keySet());
            forbidden.remove(importer);
            forbidden.removeAll(imported);
            noClasses()
                    .that()
                    .resideInAPackage("timestables." + importer)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.stream()
                            .map(name -> "timestables." + name)
                            .toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    @Test
    void everyPackageHasItsRule() {
        Set<String> ruled =
                IMPORTS.keySet().stream().map(name -> "timestables." + name).collect(Collectors.toSet());
        Set<String> found = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertEquals(ruled, found);
    }
}
