package timestables.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.jar.Jar;
import timestables.peer.Processor.InstructionSet;

/** What users read of native libraries that cannot be used, or are slow. */
class NativeLibraryIT {

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "libraries are searched for as Linux does");
        jar = new Jar(folder);
    }

    private Jar.Outcome gemv(Map<String, String> environment, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("Gemv", "-p", "size=8x8", "-f", "0", "-wi", "0", "-i", "1", "-r", "1ms"));
        all.addAll(List.of("--output-dir", "run", "--quiet"));
        all.addAll(List.of(arguments));
        return jar.run(environment, all.toArray(String[]::new));
    }

    private String fact(String key) throws IOException {
        return jar.rows("run/environment.csv").stream()
                .filter(row -> row.get("key").equals(key))
                .map(row -> row.get("value"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void librariesThatCannotBeUsedAreLeftOutInALineEach() throws Exception {
        // One of another content, one of none.
        Path other = Path.of(System.getProperty("java.home"), "lib", "libsyslookup.so");
        Path libraries = Files.createDirectory(folder.resolve("libraries"));
        Files.copy(other, libraries.resolve("libopenblas.so.0"));
        Files.createFile(libraries.resolve("libdnnl.so.2"));
        Files.createFile(libraries.resolve("libdnnl.so.3"));
        Map<String, String> environment = Map.of("LD_LIBRARY_PATH", libraries.toString());
        Jar.Outcome outcome = gemv(environment);
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(
                List.of(
                        "left out, because this machine lacks libdnnl2 or libdnnl3: float32-onednn, int8-onednn",
                        "left out, because this machine lacks libopenblas0 with cblas_sgemv: float32-openblas"),
                outcome.errors().subList(0, 2));
        assertEquals(
                List.of(),
                jar.rows("run/throughput.csv").stream()
                        .map(row -> row.get("contender"))
                        .filter(id -> id.endsWith("-openblas") || id.endsWith("-onednn"))
                        .toList());
        assertEquals("not installed", fact("openblas"));
        assertEquals("not installed", fact("onednn"));
        jar.run(environment, "Gemv", "-p", "contender=float32-openblas").assertRefused("libopenblas0 with cblas_sgemv");
    }

    @Test
    void kernelsBelowTheMachineAreRecordedAndSaid() throws Exception {
        assumeTrue(OpenBlas.LIBRARY.isInstalled() && OneDnn.LIBRARY.isInstalled(), "not installed");
        assumeTrue(Processor.instructionSet().compareTo(InstructionSet.AVX) >= 0, "this machine has no faster kernels");
        Map<String, String> slow = Map.of("OPENBLAS_CORETYPE", "Prescott", "ONEDNN_MAX_CPU_ISA", "SSE41");
        Jar.Outcome outcome = gemv(slow, "-p", "contender=float32,float32-openblas,float32-onednn");
        assertEquals(0, outcome.status(), outcome.err());
        List<String> said = outcome.errors().stream()
                .filter(line -> line.contains("though this machine has"))
                .toList();
        assertEquals(2, said.size(), outcome.err());
        assertTrue(said.getFirst().startsWith("float32-openblas: OpenBLAS computes as on a Prescott, with SSE, "));
        assertTrue(said.getFirst().contains(": set OPENBLAS_CORETYPE="), said.getFirst());
        assertTrue(said.getLast().startsWith("float32-onednn: oneDNN computes with SSE, "), said.getLast());
        assertTrue(said.getLast().endsWith(": unset ONEDNN_MAX_CPU_ISA"), said.getLast());
        for (CSVRecord row : jar.rows("run/throughput.csv")) {
            String weakness = Stream.of(said.getFirst(), said.getLast())
                    .filter(line -> List.of(line.split(": ")[0].split(", ")).contains(row.get("contender")))
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .findFirst()
                    .orElse("");
            assertEquals(weakness, row.get("note").replaceAll("(; )?\\d+-bit vectors.*", ""), row.get("contender"));
        }
        jar.run(slow, "Gemv", "-p", "contender=int8-onednn")
                .assertRefused("int8-onednn needs oneDNN with VNNI, which this machine lacks");
        assertTrue(fact("openblas").contains(" Prescott"), fact("openblas"));
        assertTrue(fact("onednn").endsWith(", SSE"), fact("onednn"));
    }
}
