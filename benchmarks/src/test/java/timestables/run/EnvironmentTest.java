package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    @TempDir
    private Path folder;

    private Environment of(String... arguments) {
        CsvFile.write(
                folder.resolve(Environment.FILE), Environment.Fact.class, Environment.facts(7, List.of(arguments)));
        return Environment.of(folder);
    }

    @Test
    void theCommandIsAsAShellTakesIt() {
        assertEquals("java -jar benchmarks.jar", of().fact("command"));
        assertEquals(
                "java -jar benchmarks.jar --minutes 3", of("--minutes", "3").fact("command"));
        assertEquals(
                "java -jar benchmarks.jar --output-dir 'a b' '' 'it'\\''s' '(x|y)'",
                of("--output-dir", "a b", "", "it's", "(x|y)").fact("command"));
    }

    @Test
    void itsArgumentsAreToldApart() {
        assertEquals(List.of(), of().arguments());
        for (List<String> arguments :
                List.of(List.of("--output-dir", "a b", "--all"), List.of("it's", "", "(x|y)", "-p", "$1", "\\"))) {
            assertEquals(arguments, of(arguments.toArray(String[]::new)).arguments());
        }
    }

    @Test
    void aRunIsAsItsOwnMachineIs() {
        assertEquals(List.of(), of().changes(Environment.IDENTITY));
        assertEquals("7", of().fact(Environment.SEED));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> of().fact("nothing"))
                .getMessage()
                .endsWith("it has no nothing"));
    }
}
