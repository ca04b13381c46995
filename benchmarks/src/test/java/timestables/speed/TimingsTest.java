package timestables.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.run.RunFolder;

class TimingsTest {

    private static final Case FLOAT32 = new Case(Operation.GEMV, "float32", "64x64");

    @TempDir
    private Path folder;

    private Timings timings;

    @BeforeEach
    void begin() {
        timings = new Timings(new RunFolder(folder, Set.of()));
    }

    private record Kind(boolean steady, boolean disturbed, boolean allocates, String weakness) {

        static final Kind SOUND = new Kind(true, false, false, "");
    }

    private void add(String contender, int round, Kind kind, double... ns) {
        add(FLOAT32.with(contender), round, kind, kind.allocates ? 64.0 : 0.0, ns);
    }

    private void add(Case timed, int round, Kind kind, Double allocated, double... ns) {
        List<Sample> samples = IntStream.range(0, ns.length)
                .mapToObj(i -> new Sample(timed, round, i + 1, ns[i], 0.1, kind.steady && !kind.disturbed))
                .toList();
        timings.add(
                new Fork(
                        timed,
                        round,
                        ns.length,
                        kind.steady,
                        kind.disturbed,
                        allocated,
                        kind.allocates,
                        Fork.AVERAGE_TIME,
                        "layout: plain",
                        512,
                        kind.weakness,
                        "-Dx=y"),
                samples);
    }

    /** Rounds 1, 2, ... of these times. */
    private void rounds(String contender, double... ns) {
        for (int i = 0; i < ns.length; i++) {
            add(contender, i + 1, Kind.SOUND, ns[i], ns[i], ns[i] * 1.5);
        }
    }

    private Throughput row(String contender) {
        return timings.rows().stream()
                .filter(row -> row.timed().equals(FLOAT32.with(contender)))
                .findFirst()
                .orElseThrow();
    }

    private String warnings() {
        return errors(timings::warn);
    }

    /** What is printed on standard error. */
    private static String errors(Runnable printing) {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            printing.run();
        } finally {
            System.setErr(err);
        }
        return printed.toString().strip();
    }

    @Test
    void ratiosAreTakenWithinRounds() {
        rounds("float32", 100, 200, 400);
        rounds("table4", 50, 100, 200);
        Throughput row = row("table4");
        assertEquals(100, row.nsPerOp(), 1e-9);
        assertEquals(2, row.speedup(), 1e-9);
        assertEquals(2, row.speedupLow(), 1e-9);
        assertEquals(2, row.speedupHigh(), 1e-9);
        assertTrue(row.nsPerOpHigh() > 200, "the machine drifts, and times with it");
        assertEquals(Verdict.FASTER, row.verdict());
        assertEquals("float32", row.baseline());
        assertEquals(64 * 64 / 100.0, row.elementsPerNs(), 1e-9);
        assertEquals(List.of(3, 9), List.of(row.rounds(), row.samples()));
    }

    @Test
    void theBaselineIsTheFastestFloat32() {
        rounds("float32", 100, 100, 100);
        rounds("float32-openblas", 50, 50, 50);
        rounds("float32-scalar", 10, 10, 10);
        rounds("table4", 40, 40, 40);
        for (String contender : List.of("float32", "float32-openblas", "float32-scalar", "table4")) {
            assertEquals("float32-openblas", row(contender).baseline());
        }
        assertEquals(1.25, row("table4").speedup(), 1e-9);
        assertEquals(0.5, row("float32").speedup(), 1e-9);
        assertEquals(Verdict.SLOWER, row("float32").verdict());
        assertEquals(Verdict.SAME, row("float32-openblas").verdict());
    }

    @Test
    void roundsInWhichOneIsMissingDoNotCount() {
        rounds("float32", 100, 100);
        rounds("table4", 50, 50, 1);
        assertEquals(2, row("table4").speedup(), 1e-9);
        assertEquals(Verdict.UNDECIDED, row("table4").verdict());
        assertNull(row("table4").speedupLow());
        assertEquals(3, row("table4").rounds());
    }

    @Test
    void whatDoesNotSettleHasNoSpeedup() {
        rounds("float32", 100, 100, 100, 100);
        Kind unsettled = new Kind(false, false, true, "");
        add("table4", 1, unsettled, 400_000, 300_000);
        add("table4", 2, unsettled, 400_000, 300_000);
        add("table4", 3, Kind.SOUND, 50, 50);
        assertEquals(Verdict.UNSTEADY, row("table4").verdict());
        assertNull(row("table4").speedup());
        assertFalse(row("table4").note().contains("allocates"), "it is not accused of it");
        assertTrue(warnings().contains("Unsteady, and so without a speed: gemv table4 at size 64x64"), warnings());
    }

    @Test
    void oneForkOfManyMayGoAstray() {
        rounds("float32", 100, 100, 100, 100, 100, 100);
        rounds("table4", 50, 50, 5000, 50, 50, 50);
        rounds("table3", 50, 5000, 50, 5000, 50, 5000);
        assertEquals(Verdict.UNDECIDED, row("table4").verdict());
        assertEquals(2, row("table4").speedup(), 1e-9);
        assertEquals(Verdict.UNSTEADY, row("table3").verdict());
    }

    @Test
    void disturbedForksDecideNothing() {
        rounds("float32", 100, 100, 100);
        Kind disturbed = new Kind(true, true, false, "");
        for (int round = 1; round <= 3; round++) {
            add("table4", round, disturbed, 50, 50);
        }
        assertEquals(Verdict.UNDECIDED, row("table4").verdict());
        assertNull(row("table4").speedup());
        assertEquals(0, row("table4").rounds());
        assertEquals(50, row("table4").nsPerOp(), 1e-9);
        assertTrue(timings.wasDisturbed(FLOAT32.with("table4")));
        assertEquals(List.of(), timings.caveats());
        add("table4", 4, disturbed, 50, 50);
        add("float32", 4, disturbed, 50, 50);
        assertTrue(timings.caveats().getFirst().contains("5 of 8 forks"), timings.caveats()::toString);
    }

    @Test
    void figuresAreOfTheForksThatCount() {
        Kind disturbed = new Kind(false, true, true, "");
        for (int round = 1; round <= 3; round++) {
            add("table4", round, disturbed, 300, 300, 300);
        }
        add("table4", 4, Kind.SOUND, 100, 100);
        add("table4", 5, Kind.SOUND, 100, 100);
        Throughput row = row("table4");
        assertEquals(100, row.nsPerOp(), 1e-9);
        assertEquals(List.of(2, 4), List.of(row.rounds(), row.samples()));
        assertEquals(0, row.allocBytesPerOp());
        assertEquals(Verdict.UNDECIDED, row.verdict(), "disturbed forks do not make it unsteady");
        assertEquals(2, timings.rounds(FLOAT32.with("table4")));
        assertEquals(0, timings.rounds(FLOAT32));
    }

    @Test
    void allocationIsTheMiddleOfWhatWasProfiled() {
        assertTrue(timings.isEmpty());
        Case table = FLOAT32.with("table4");
        add(table, 1, Kind.SOUND, null, 100);
        assertFalse(timings.isEmpty());
        assertNull(row("table4").allocBytesPerOp());
        add(table, 2, Kind.SOUND, 16.0, 100);
        add(table, 3, new Kind(true, false, true, ""), 48.0, 100);
        assertEquals(32, row("table4").allocBytesPerOp());
        assertFalse(row("table4").note().contains("allocates"));
        add(table, 4, new Kind(true, false, true, ""), 48.0, 100);
        assertFalse(row("table4").note().contains("allocates"), "half of the forks are not most");
        add(table, 5, new Kind(true, false, true, ""), 48.0, 100);
        assertTrue(row("table4").note().contains("allocates"));
    }

    @Test
    void noBaselineIsUnsteadyOrDisturbedOrOfOtherWork() {
        rounds("float32", 100, 100, 100);
        rounds("table4", 50, 50, 50);
        Case small = new Case(Operation.GEMV, "float32", "32x32");
        for (int round = 1; round <= 3; round++) {
            add("float32-openblas", round, new Kind(false, false, false, ""), 10, 10);
            add("float32-onednn", round, new Kind(true, true, false, ""), 10, 10);
            add(small, round, Kind.SOUND, null, 1, 1);
            add(FLOAT32.by(2), round, Kind.SOUND, null, 1, 1);
        }
        assertEquals("float32", row("table4").baseline());
        assertEquals(2, row("table4").speedup(), 1e-9);
    }

    @Test
    void forksAreCountedByCaseAndModeWhateverTheirThreads() {
        add(FLOAT32, 1, Kind.SOUND, null, 100);
        add(FLOAT32.by(2), 1, Kind.SOUND, null, 100);
        add(FLOAT32.with("table4"), 1, Kind.SOUND, null, 100);
        assertEquals(2, timings.forks(FLOAT32, Fork.AVERAGE_TIME));
        assertEquals(2 * 64 * 64 / 100.0, timings.rows().get(1).elementsPerNs(), 1e-9, "by both threads");
        assertEquals(1, timings.forks(FLOAT32.with("table4"), Fork.AVERAGE_TIME));
        assertEquals(0, timings.forks(FLOAT32, "thrpt"));
        assertFalse(timings.wasDisturbed(FLOAT32));
        assertFalse(timings.wasDisturbed(FLOAT32.with("int8")), "it had no fork");
    }

    @Test
    void anAnswerStandsBelowItsCaveatsAndApartFromWarnings() {
        add("table4", 1, new Kind(true, false, true, "the JVM uses no AVX"), 300);
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        try {
            assertEquals(
                    "gemv table4 at size 64x64: allocates in each call", errors(() -> timings.present("It pays.")));
        } finally {
            System.setOut(out);
        }
        assertEquals(
                List.of("Beware: the JVM uses no AVX.", "It pays."),
                printed.toString().lines().toList());
    }

    @Test
    void widthsAreThoseOfTheSpeedUpOrElseOfTheTime() {
        rounds("table4", 100, 200);
        assertEquals(Double.POSITIVE_INFINITY, row("table4").width());
        rounds("table4", 100, 200);
        Throughput row = row("table4");
        assertEquals(row.nsPerOpHigh() / row.nsPerOpLow(), row.width());
        rounds("float32", 400, 400);
        rounds("float32", 400, 400);
        row = row("table4");
        assertTrue(row.isOpen());
        rounds("int8", 100, 200, 400);
        rounds("float32", 400, 800, 1600);
        row = row("int8");
        assertEquals(row.speedupHigh() / row.speedupLow(), row.width());
        assertFalse(row.isOpen());
    }

    @Test
    void casesAreNamedByAllThatTellsThemApart() {
        assertEquals("gemv float32 at size 64x64", FLOAT32.toString());
        assertEquals(
                "gemv float32 at size 64x64, from floats, 4 threads",
                new Case(Operation.GEMV, "float32", "64x64", OperandForm.FLOATS)
                        .by(4)
                        .toString());
    }

    @Test
    void defectsAreNamed() {
        rounds("float32", 100, 100);
        add("table4", 1, new Kind(true, false, true, ""), 300);
        rounds("table4-scalar", 100);
        rounds("table3", 140);
        rounds("table3-scalar", 100);
        assertEquals(
                "layout: plain; 512-bit vectors; allocates in each call; slower than table4-scalar",
                row("table4").note());
        assertEquals("layout: plain; 512-bit vectors", row("table3").note());
        assertEquals(
                List.of(
                        "gemv table4 at size 64x64: allocates in each call",
                        "gemv table4 at size 64x64: slower than table4-scalar"),
                warnings().lines().toList());
    }

    @Test
    void aCrippledJvmIsToldFirst() {
        add("float32", 1, new Kind(true, false, false, "the JVM uses no AVX"), 300);
        assertTrue(timings.caveats().getFirst().contains("the JVM uses no AVX"), timings.caveats()::toString);
        assertTrue(row("float32").note().contains("the JVM uses no AVX"));
    }

    @Test
    void everyForkIsInTheFilesBeforeTheNext() throws Exception {
        for (int round = 1; round <= 3; round++) {
            add("float32", round, Kind.SOUND, 100, 101);
            assertEquals(1 + 2 * round, lines(Sample.FILE).size());
            assertEquals(1 + round, lines(Fork.FILE).size());
            assertEquals(2, lines(Throughput.FILE).size());
        }
        assertEquals(
                "operation,contender,size,operands,threads,round,iteration,ns_per_op,other_load,counts",
                lines(Sample.FILE).getFirst());
        assertEquals(
                "gemv,float32,64x64,codes,1,3,2,101.0,0.1,true",
                lines(Sample.FILE).getLast());
        assertEquals(
                "operation,contender,size,operands,threads,index_bits,cell_bits,table_bytes,bytes_per_element,"
                        + "ns_per_op,ns_per_op_low,ns_per_op_high,elements_per_ns,speedup,speedup_low,speedup_high,"
                        + "baseline,verdict,alloc_bytes_per_op,rounds,samples,note,jvm_args",
                lines(Throughput.FILE).getFirst());
    }

    /** A fork that is taken again in its round goes on counting. */
    @Test
    void iterationsOfARoundAreToldApart() throws Exception {
        add("float32", 1, new Kind(true, true, false, ""), 100, 101);
        add("float32", 1, Kind.SOUND, 100, 101);
        assertEquals(
                List.of("1", "2", "3", "4"),
                lines(Sample.FILE).stream()
                        .skip(1)
                        .map(line -> line.split(",")[6])
                        .toList());
        assertEquals(1, row("float32").rounds());
    }

    /** Of a run that was killed at any byte of its last fork, what was whole goes on as if nothing had happened. */
    @Test
    void aKilledRunGoesOn() throws Exception {
        rounds("float32", 100, 101, 102);
        add("table4", 1, new Kind(true, true, false, ""), 50, 51);
        add("table4", 1, Kind.SOUND, 50, 52);
        rounds("table3", 40, 41);
        List<Throughput> whole = timings.rows();
        String samples = Files.readString(folder.resolve(Sample.FILE));
        String forks = Files.readString(folder.resolve(Fork.FILE));
        add("table4", 2, Kind.SOUND, 48, 49);
        String moreSamples = Files.readString(folder.resolve(Sample.FILE));
        String moreForks = Files.readString(folder.resolve(Fork.FILE));
        for (int kept = samples.length(); kept <= moreSamples.length(); kept++) {
            Files.writeString(folder.resolve(Sample.FILE), moreSamples.substring(0, kept));
            Files.writeString(folder.resolve(Fork.FILE), forks);
            assertEquals(whole, Timings.resume(new RunFolder(folder, Set.of())).rows());
            assertEquals(samples, Files.readString(folder.resolve(Sample.FILE)));
        }
        for (int kept = forks.length(); kept < moreForks.length(); kept++) {
            Files.writeString(folder.resolve(Sample.FILE), moreSamples);
            Files.writeString(folder.resolve(Fork.FILE), moreForks.substring(0, kept));
            Timings resumed = Timings.resume(new RunFolder(folder, Set.of()));
            assertEquals(whole, resumed.rows());
            assertEquals(3, resumed.lastRound());
            assertTrue(resumed.has(FLOAT32.with("table3"), 2));
            assertFalse(resumed.has(FLOAT32.with("table4"), 2));
        }
        Files.delete(folder.resolve(Fork.FILE));
        assertTrue(Timings.resume(new RunFolder(folder, Set.of())).isEmpty());
        assertEquals(1, lines(Sample.FILE).size());
        Files.writeString(folder.resolve(Fork.FILE), moreForks);
        Files.writeString(folder.resolve(Sample.FILE), moreSamples);
        assertEquals(
                timings.rows(), Timings.resume(new RunFolder(folder, Set.of())).rows());
    }

    @Test
    void filesThatASpreadsheetSavedAreWrittenAnew() throws Exception {
        assertTrue(Timings.resume(new RunFolder(folder, Set.of())).isEmpty(), "there are none");
        rounds("float32", 100, 101);
        for (String name : List.of(Sample.FILE, Fork.FILE)) {
            Path file = folder.resolve(name);
            String commas = Files.readString(file);
            Files.writeString(file, commas.replace(',', ';'));
            Timings.resume(new RunFolder(folder, Set.of()));
            assertEquals(commas, Files.readString(file));
        }
    }

    private List<String> lines(String file) throws Exception {
        return Files.readAllLines(folder.resolve(file));
    }
}
