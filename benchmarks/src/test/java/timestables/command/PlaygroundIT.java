package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import timestables.accuracy.AccumulatedError;
import timestables.image.Kind;
import timestables.jar.Jar;
import timestables.table.ProductTable;

/** The playground's commands, as users run them. */
class PlaygroundIT {

    @TempDir
    private Path folder;

    private Jar jar;

    @BeforeEach
    void findJar() {
        jar = new Jar(folder);
    }

    private static long files(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void simulationsPrintWhatThePlaygroundPrints() throws Exception {
        // Digits and decimal points are those of the original, wherever the user is.
        Jar.Outcome outcome = jar.run(
                Jar.THIS_JAVA,
                Jar.briefly("-Duser.language=ar", "-Duser.country=EG"),
                List.of("simulate --seed 12345 --baseline-dtype float64 --quiet --output-dir run".split(" ")));
        assertEquals(0, outcome.status(), outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertEquals("Using seed: 12345, max_range: 2.0, simulation_type: chain", lines.getFirst());
        int block = lines.indexOf("=== [Chain multiply] Map type: signed_ext, Size: 256, Method: nearest ===");
        assertEquals("", lines.get(block - 1));
        assertEquals(
                "Final regular: 0.541736, mapped: 0.368627, abs_err: 0.173109, perc_err: 31.95%", lines.get(block + 1));
        assertEquals(32, lines.stream().filter(line -> line.startsWith("===")).count());
        assertEquals(1 + 32 * 3, lines.size());
        assertTrue(Files.exists(folder.resolve("run/9bit/chain_plot_signed_log_512_interpolated.png")));
    }

    @Test
    void simulationsLeavePlotsAndFiles() throws Exception {
        Jar.Outcome outcome =
                jar.run("simulate --simulation-type matmul --steps 30 --seeds 7 --show-error --seed 3 --output-dir run"
                        .split(" "));
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("=== [Sum of products (matmul-like)] Map type: signed_log, Size: 4,"));
        assertTrue(outcome.out().contains("Over 7 seeds: abs_err median "));
        List<CSVRecord> rows = jar.rows("run/simulation.csv");
        assertEquals(32, rows.size());
        for (CSVRecord row : rows) {
            assertEquals("dot", row.get("simulation_type"));
            BufferedImage plot =
                    ImageIO.read(folder.resolve("run/" + row.get("plot")).toFile());
            assertEquals(1000, plot.getWidth());
            assertTrue(plot.getHeight() > 700, "with a panel of errors");
            double error = Double.parseDouble(row.get("final_mapped")) - Double.parseDouble(row.get("final_reference"));
            assertEquals(Math.abs(error), Double.parseDouble(row.get("abs_error")));
        }
        assertEquals("2bit/dot_plot_signed_ext_4_nearest.png", rows.getFirst().get("plot"));
        assertEquals(
                "9bit/dot_plot_signed_log_512_interpolated.png", rows.getLast().get("plot"));
        List<CSVRecord> errors = jar.rows("run/accumulated_error.csv");
        int milestones = AccumulatedError.milestones(30).length;
        assertEquals(32 * milestones, errors.size());
        assertEquals(
                rows.getFirst().get("median_abs_error"),
                errors.get(milestones - 1).get("median_abs_error"));
        assertEquals("30", errors.get(milestones - 1).get("step"));
        assertNotNull(ImageIO.read(folder.resolve("run/overview.png").toFile()));
        assertEquals(32 + 4, files(folder.resolve("run")));
        // Of all tables only those that are looked up, and the previews of the largest.
        assertEquals(16 + 2, files(folder.resolve("results/maps")));
    }

    /** The clock makes the seed, which is printed: with it the run can be had again. */
    @Test
    void aRunCanBeRepeatedByTheSeedThatItPrints() throws Exception {
        String first = jar.run("simulate", "--steps", "20", "--output-dir", "a", "--quiet")
                .out();
        String seed = first.substring("Using seed: ".length(), first.indexOf(','));
        assertEquals(
                first,
                jar.run("simulate", "--steps", "20", "--output-dir", "b", "--seed", seed)
                        .out());
        for (String file : List.of("simulation.csv", "accumulated_error.csv", "overview.png")) {
            assertEquals(-1, Files.mismatch(folder.resolve("a/" + file), folder.resolve("b/" + file)), file);
        }
        assertEquals(
                seed,
                jar.rows("a/environment.csv").stream()
                        .filter(row -> row.get("key").equals("seed"))
                        .findFirst()
                        .orElseThrow()
                        .get("value"));
    }

    @Test
    void lengthsAreExportedSideBySideInPlaceOfFormerOnes() throws Exception {
        Path stale = Files.createDirectories(folder.resolve("results/examples/simulation_runs/10_steps/8bit"))
                .resolve("chain_plot_stale.png");
        Files.writeString(stale, "stale");
        Files.writeString(stale.resolveSibling("../simulation.csv"), "stale");
        Jar.Outcome outcome = jar.run("batch-export", "--steps", "10,12", "--seed", "1", "--quiet");
        assertEquals(0, outcome.status(), outcome.err());
        for (int steps : new int[] {10, 12}) {
            String export = "results/examples/simulation_runs/" + steps + "_steps";
            assertEquals(
                    String.valueOf(steps),
                    jar.rows(export + "/simulation.csv").getFirst().get("steps"));
            assertEquals(32 + 4, files(folder.resolve(export)));
        }
        assertFalse(Files.exists(stale));
        assertEquals(2 * 36 + 18, files(folder.resolve("results")));
    }

    @Test
    void theNewestSimulationIsExportedAndNothingElse() throws Exception {
        try (Program program = new Program(folder)) {
            assertEquals(2, program.run("export-examples").status());
            assertEquals(0, program.run("simulate", "--steps", "11", "--quiet").status());
            assertEquals(0, program.run("simulate", "--steps", "13", "--quiet").status());
            Path run;
            try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
                run = runs.filter(path -> path.getFileName().toString().endsWith("-2"))
                        .findFirst()
                        .orElseThrow();
            }
            Files.writeString(run.resolve("2bit/chain_plot_stale.png"), "stale");
            Jar.Outcome outcome = program.run("export-examples");
            assertEquals(0, outcome.status(), outcome.err());
            Path export = folder.resolve("results/examples/simulation_runs/13_steps");
            assertEquals(36, files(export));
            assertEquals(-1, Files.mismatch(run.resolve("overview.png"), export.resolve("overview.png")));

            Files.writeString(export.resolve("notes.txt"), "mine");
            assertEquals(
                    0,
                    program.run("export-examples", "--no-force", "--source", run.toString())
                            .status());
            assertEquals("mine", Files.readString(export.resolve("notes.txt")));
            assertEquals(
                    0,
                    program.run("export-examples", "--source", run.toString(), "--dest", "elsewhere")
                            .status());
            assertEquals(36, files(folder.resolve("elsewhere")));
        }
    }

    @Test
    void mapsAreDrawnCellByCell() throws Exception {
        Jar.Outcome outcome = jar.run("maps", "--max-range", "0.5", "--output-dir", "a");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals("45 files of range 0.5 in a", outcome.out().strip());
        assertTrue(outcome.err().contains("[40/40] "), outcome.err());
        Map<String, Kind> kinds = Map.of(
                "unsigned", Kind.UNSIGNED,
                "signed", Kind.SIGNED,
                "signed_extended", Kind.SIGNED_EXT,
                "signed_log", Kind.SIGNED_LOG,
                "signed_extended_warped", Kind.SIGNED_EXT_WARPED);
        for (String prefix : kinds.keySet()) {
            Kind kind = kinds.get(prefix);
            for (int bits = 2; bits <= 9; bits++) {
                int size = 1 << bits;
                BufferedImage image =
                        ImageIO.read(folder.resolve("a/%dbit/%s_%dx%d_r0_5.png".formatted(bits, prefix, size, size))
                                .toFile());
                assertEquals(size, image.getWidth());
                assertEquals(bits > 8 ? 16 : 8, image.getColorModel().getPixelSize());
                ProductTable table = kind.table(bits, 0.5);
                for (int row = 0; row < size; row++) {
                    for (int column = 0; column < size; column++) {
                        assertEquals(table.cell(row, column), image.getRaster().getSample(column, row, 0));
                    }
                }
            }
            assertTrue(Files.exists(folder.resolve("a/9bit/" + prefix + "_512x512_r0_5_preview.png")));
        }
        try (Stream<Path> files = Files.walk(folder.resolve("a"))) {
            assertEquals(45, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void mapsAreWithTheOtherResultsUnlessTheyAreWantedElsewhere() throws Exception {
        Jar.Outcome outcome = jar.run("maps", "--quiet");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(List.of(), outcome.errors());
        assertTrue(Files.exists(folder.resolve("results/maps/8bit/signed_log_256x256_r2_0.png")));
    }

    @TestFactory
    Stream<DynamicTest> badInputIsToldInOneLine() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        for (String file : List.of(
                "finished/environment.csv",
                "foreign/5_steps/essay.txt",
                "foreign/simulation.csv",
                "whole/environment.csv",
                "whole/accumulated_error.csv",
                "whole/overview.png",
                "whole/plot.png")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "content");
        }
        Files.writeString(folder.resolve("whole/simulation.csv"), "simulation_type,steps,plot\r\nchain,9,plot.png\r\n");
        String lines = """
                simulate --max-range 0              | 0.0
                simulate --max-range -2             | -2.0
                simulate --max-range NaN            | NaN
                simulate --max-range Infinity       | Infinity
                simulate --max-range 1e308          | 1.0E308
                simulate --max-range two            | two
                simulate --max-range 1e6            | float16
                simulate --steps 0                  | 0
                simulate --steps -7                 | -7
                simulate --steps 1000000000         | 1,000,000,000
                simulate --steps 99999999999        | 99999999999
                simulate --seeds 0                  | 0
                simulate --seed -1                  | -1
                simulate --seed 4294967296          | 4294967296
                simulate --baseline-dtype float12   | float12
                simulate --simulation-type sum      | sum
                simulate --nosuchoption             | --nosuchoption
                simulate --output-dir ''            | --output-dir
                simulate --output-dir file          | file
                simulate --output-dir finished      | environment.csv
                simulate --output-dir foreign       | simulation.csv
                batch-export --steps 100,0          | 0
                batch-export --steps 100,many       | many
                batch-export --output-dir file      | file
                export-examples --source whole --dest whole     | whole
                export-examples --source whole --dest .         | whole
                export-examples --source whole --dest whole/sub | whole
                batch-export --dest-root file       | file
                batch-export --steps 5 --dest-root foreign | 5_steps
                export-examples --source nosuch     | nosuch
                export-examples --source foreign    | foreign
                export-examples                     | simulate
                export-examples --seed 1            | --seed
                export-examples --quiet             | --quiet
                --quiet export-examples             | --quiet
                maps --seed 1                       | --seed
                --seed 1 maps                       | --seed
                maps --max-range 0             | 0.0
                maps --max-range -1            | -1.0
                maps --max-range NaN           | NaN
                maps --max-range Infinity      | Infinity
                maps --max-range 1e308         | 1.0E308
                maps --max-range x             | 'x'
                maps --max-range               | --max-range
                maps --output-dir file         | file
                maps --output-dir file/sub     | file
                maps --nosuchoption            | --nosuchoption
                maps nosuchargument            | nosuchargument
                maps -p size=1                 | -p
                """;
        return Program.tests(folder, lines, (outcome, named) -> {
            outcome.assertRefused(named);
            assertEquals("content", Files.readString(folder.resolve("file")));
            assertEquals("content", Files.readString(folder.resolve("finished/environment.csv")));
            assertEquals("content", Files.readString(folder.resolve("foreign/5_steps/essay.txt")));
            assertEquals("content", Files.readString(folder.resolve("whole/plot.png")));
            assertFalse(Files.exists(folder.resolve("results")));
        });
    }

    /** The file that says what there is to copy may come from anybody. */
    @TestFactory
    Stream<DynamicTest> nothingIsReadOrWrittenOutsideTheFoldersOfAnExport() throws Exception {
        Path whole = Files.createDirectories(folder.resolve("whole"));
        Path other = Files.createDirectories(folder.resolve("other"));
        for (String file : List.of("environment.csv", "accumulated_error.csv", "overview.png", "plot.png")) {
            Files.writeString(whole.resolve(file), "content");
            Files.writeString(other.resolve(file), "content");
        }
        Files.createSymbolicLink(whole.resolve("linked"), other);
        Files.createSymbolicLink(whole.resolve("link.png"), other.resolve("plot.png"));
        Program program = new Program(folder);
        return Stream.of(
                        "../../../x,plot.png | '../../../x'",
                        "/tmp/x,plot.png | '/tmp/x'",
                        "-9,plot.png | '-9'",
                        "9.5,plot.png | '9.5'",
                        "9,../whole/plot.png | ../whole/plot.png",
                        "9,/etc/hosts | /etc/hosts",
                        "9,linked/plot.png | linked/plot.png",
                        "9,link.png | link.png",
                        "9,\u001b[2J | ?[2J")
                .map(line -> line.split(" \\| "))
                .map(parts -> DynamicTest.dynamicTest(parts[1], () -> {
                    Files.writeString(
                            whole.resolve("simulation.csv"),
                            "simulation_type,steps,plot\r\nchain,9,plot.png\r\n".replace("9,plot.png", parts[0]));
                    program.run("export-examples", "--source", "whole").assertRefused(parts[1]);
                    assertEquals(4 + 4 + 1 + 1, files(folder), "those above");
                    assertFalse(Files.exists(folder.resolve("results")));
                }))
                .onClose(program::close);
    }

    @Test
    void nothingIsWrittenThroughALinkInAnExport() throws Exception {
        Path whole = Files.createDirectories(folder.resolve("whole"));
        for (String file : List.of("environment.csv", "accumulated_error.csv", "overview.png", "a/plot.png")) {
            Files.createDirectories(whole.resolve(file).getParent());
            Files.writeString(whole.resolve(file), "content");
        }
        Files.writeString(whole.resolve("simulation.csv"), "simulation_type,steps,plot\r\nchain,9,a/plot.png\r\n");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("to")).resolve("a"), other);
        jar.run("export-examples", "--source", "whole", "--dest", "to", "--no-force")
                .assertRefused("a/plot.png");
        assertEquals(0, files(other));
        Jar.Outcome outcome = jar.run("export-examples", "--source", "whole");
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(5, files(folder.resolve("results/examples/simulation_runs/9_steps")));
    }

    @Test
    void damagedTablesAreNamedAndLeftAsTheyAre() throws Exception {
        Path table =
                Files.createDirectories(folder.resolve("results/maps/8bit")).resolve("signed_log_256x256_r2_0.png");
        Files.writeString(table, "no image");
        Jar.Outcome outcome = jar.run("simulate", "--quiet");
        assertEquals(2, outcome.status(), outcome.err());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(
                outcome.errors().getFirst().startsWith("cannot read results/maps/8bit/signed_log_256x256_r2_0.png "),
                outcome.err());
        assertEquals("no image", Files.readString(table));
        try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
            assertEquals(
                    List.of("maps"),
                    runs.map(path -> path.getFileName().toString()).toList());
        }
    }
}
