package timestables.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.contender.Operation;
import timestables.jar.Jar;
import timestables.run.CsvFile;
import timestables.run.Progress;

class AccuracyIT {

    @TempDir
    private Path folder;

    /** All but the sums, which take the longest; the figures of these are held at every vector width by other tests. */
    private static final List<Operation> SOME = List.of(
            Operation.MULTIPLY, Operation.CHAIN, Operation.GEMV, Operation.GEMM, Operation.ENCODE, Operation.DECODE);

    /** The lines of the file, measured by one thread of this JVM. */
    private List<String> measured(long seed, List<Operation> operations) throws Exception {
        Path file = folder.resolve(seed + ".csv");
        try (ForkJoinPool oneThread = new ForkJoinPool(1)) {
            List<AccuracyRow> rows = oneThread
                    .submit(() -> Accuracy.measure(seed, new Progress(null, 0), operations, true))
                    .get();
            CsvFile.write(file, AccuracyRow.class, rows);
        }
        return Files.readAllLines(file);
    }

    /** One whole run, in which all is other than in this JVM: threads, vectors and language. */
    @Test
    void figuresDependOnTheSeedAlone() throws Exception {
        Jar jar = new Jar(folder);
        Jar.Outcome outcome = jar.run(
                Jar.THIS_JAVA,
                List.of("-XX:UseAVX=2", "-Duser.language=de", "-Duser.country=DE"),
                List.of("accuracy", "--seed", "2", "--output-dir", "run", "--quiet"));
        assertEquals(0, outcome.status(), outcome.err());
        List<String> run = Files.readAllLines(folder.resolve("run/accuracy.csv"));
        List<String> here = measured(2, SOME);
        assertEquals(
                here,
                run.stream().filter(here::contains).toList(),
                "every line of this JVM's is in the run's file, in the same order");
        assertFalse(run.containsAll(measured(1, List.of(Operation.ENCODE))));
        for (String file : List.of(AccumulatedError.FILE, TableErrors.FILE)) {
            assertTrue(Files.size(folder.resolve("run").resolve(file)) > 0, file);
        }
    }
}
