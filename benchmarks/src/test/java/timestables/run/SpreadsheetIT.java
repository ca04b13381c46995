package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Our files as LibreOffice opens them, in a locale with points for decimals and in one with points for thousands. */
class SpreadsheetIT {

    private static final String PROGRAM = "soffice";

    @TempDir
    private Path folder;

    private record Row(double number, String text) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(
                new Row(4.625, "=1+1"),
                new Row(-0.125, "+4.625"),
                new Row(1.125e-4, "-Xmx1g"),
                new Row(1234.567, "@x"),
                new Row(1.234e17, "25.0.3"),
                new Row(4096, "64x1024"),
                new Row(31.12, "2026-11-28T06:00:00Z")));
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            rows.add(new Row(random.nextInt(-2000, 2000) / 1000.0 * Math.pow(10, random.nextInt(-9, 9)), "table4"));
        }
        return rows;
    }

    /** @param language as Windows numbers it, which is what the filter takes */
    @ParameterizedTest
    @CsvSource({"1033, true", "1031, false"})
    void noNumberBecomesAnother(int language, boolean points) throws Exception {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                program.isPresent(), PROGRAM + " is not on the PATH: files are not tried in a spreadsheet");
        List<Row> rows = rows();
        CsvFile.write(folder.resolve("rows.csv"), Row.class, rows);
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                        "--headless",
                        "--convert-to",
                        "fods",
                        "--infilter=CSV:44,34,76,1,," + language + ",false,true",
                        "--outdir",
                        folder.toString(),
                        folder.resolve("rows.csv").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        NodeList shown = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("rows.fods").toFile())
                .getElementsByTagName("table:table-row");
        int numbers = 0;
        for (int i = 0; i < rows.size(); i++) {
            NodeList cells = ((Element) shown.item(i + 1)).getElementsByTagName("table:table-cell");
            Element number = (Element) cells.item(0);
            if (number.getAttribute("office:value-type").equals("float")) {
                numbers++;
                double exact = rows.get(i).number;
                // LibreOffice writes fifteen digits.
                assertEquals(exact, Double.parseDouble(number.getAttribute("office:value")), 1e-14 * Math.abs(exact));
            } else {
                assertEquals(
                        rows.get(i).number,
                        Double.parseDouble(number.getTextContent().strip()),
                        0);
            }
            assertTrue(((Element) cells.item(1)).getAttribute("table:formula").isEmpty(), rows.get(i).text);
        }
        assertEquals(points, numbers == rows.size(), numbers + " numbers");
    }
}
