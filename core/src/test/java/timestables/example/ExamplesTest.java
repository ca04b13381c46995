package timestables.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The programs of the library's README do what it says. */
class ExamplesTest {

    private static final Path README = Path.of("README.md");

    private static String outputOf(Consumer<String[]> program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.accept(new String[0]);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The README has the program, from its imports on, and what it prints. */
    private static void assertShown(Class<?> program, String output) throws IOException {
        String readme = Files.readString(README);
        Path source = Path.of("src/test/java", program.getName().replace('.', '/') + ".java");
        String code =
                Files.readString(source).replaceFirst("(?s).*?(?=import)", "").strip();
        assertTrue(readme.contains(code), () -> README + " has another " + program.getSimpleName() + " than\n" + code);
        assertTrue(readme.contains(output.strip()), () -> README + " has other output than\n" + output);
    }

    @Test
    void floatsGoThroughATable() throws IOException {
        String output = outputOf(FloatsThroughATable::main);
        assertEquals(
                "[0.7, -0.2, -0.2, -1.0]",
                output.replaceAll("(\\.\\d)\\d+", "$1").strip());
        assertShown(FloatsThroughATable.class, output);
    }

    @Test
    void anOwnMultiplierHasItsErrorAndItsSums() throws IOException {
        String output = outputOf(OwnMultiplier::main);
        assertEquals("mean absolute error 127.25%ndot product 10028%n".formatted(), output);
        assertShown(OwnMultiplier.class, output);
    }

    @Test
    void anOwnMatrixIsMultiplied() throws IOException {
        String output = outputOf(OwnMatrix::main);
        double[] numbers = Arrays.stream(output.replaceAll("[\\[\\]]", "").split("[,\\s]+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(i % 2 == 0 ? -0.75 : 2, numbers[i], 0.5);
        }
        assertShown(OwnMatrix.class, output);
    }
}
