package timestables.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.contender.Operation;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

class ComparisonTest {

    @TempDir
    private Path folder;

    private static Throughput time(String contender, double ns, double spread, Verdict verdict) {
        return new Throughput(
                new Case(Operation.DOT, contender, "1024"),
                null,
                null,
                null,
                8,
                ns,
                spread == 0 ? null : (Double) (ns / spread),
                spread == 0 ? null : (Double) (ns * spread),
                1024 / ns,
                1.0,
                1.0,
                1.0,
                "",
                verdict,
                null,
                5,
                25,
                "",
                "");
    }

    private Path run(String name, String commit, Throughput... rows) throws Exception {
        Path run = Files.createDirectories(folder.resolve(name));
        CsvFile.write(
                run.resolve(Environment.FILE),
                Environment.Fact.class,
                List.of(
                        new Environment.Fact("commit", commit),
                        new Environment.Fact("cpu_model", "Z80"),
                        new Environment.Fact("date", name)));
        CsvFile.write(run.resolve(Throughput.FILE), Throughput.class, Arrays.asList(rows));
        return run;
    }

    @Test
    void rowsAreJoinedAndJudged() throws Exception {
        Path base = run(
                "base",
                "abc",
                time("float32", 100, 1.01, Verdict.SAME),
                time("table2", 100, 1.03, Verdict.FASTER),
                time("table3", 100, 1.03, Verdict.FASTER),
                time("table4", 100, 0, Verdict.UNDECIDED),
                time("table5", 100, 1.03, Verdict.UNSTEADY),
                time("table6", 100, 1.03, Verdict.SLOWER));
        Path now = run(
                "now",
                "def",
                time("float32", 100, 1.01, Verdict.SAME),
                time("table2", 50, 1.04, Verdict.FASTER),
                time("table3", 125, 1.04, Verdict.FASTER),
                time("table4", 50, 1.03, Verdict.UNDECIDED),
                time("table5", 50, 1.03, Verdict.FASTER),
                time("table7", 50, 1.03, Verdict.SLOWER));
        Comparison comparison = new Comparison(base, now);
        assertEquals(
                List.of(Verdict.SAME, Verdict.FASTER, Verdict.SLOWER, Verdict.UNDECIDED, Verdict.UNSTEADY),
                comparison.rows().stream().map(Comparison.Row::verdict).toList());
        Comparison.Row faster = comparison.rows().get(1);
        assertEquals(2, faster.ratio());
        double reach = Math.exp(Math.hypot(Math.log(1.03), Math.log(1.04)));
        assertEquals(2 / reach, faster.ratioLow(), 1e-12);
        assertEquals(2 * reach, faster.ratioHigh(), 1e-12);
        assertNull(comparison.rows().get(3).ratioLow());
        assertEquals(
                List.of("dot table3 at size 1024"),
                comparison.slowerBy(10).stream().map(Case::toString).toList());
        assertEquals(List.of(), comparison.slowerBy(25), "not more than that");
        List<String> lines = comparison.toString().lines().toList();
        assertEquals("commit was abc, and is def", lines.getFirst());
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("table2") && line.endsWith("faster")), lines::toString);
        assertEquals(
                List.of("only before: dot table6 at size 1024", "only now: dot table7 at size 1024"),
                lines.subList(lines.size() - 2, lines.size()));
    }

    @Test
    void runsWithNothingInCommonAreRefused() throws Exception {
        Path base = run("base", "abc", time("float32", 100, 1.01, Verdict.SAME));
        Path now = run("now", "abc", time("float64", 100, 1.01, Verdict.SAME));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Comparison(base, now));
        assertTrue(refused.getMessage().contains("no benchmark in common"), refused.getMessage());
    }
}
