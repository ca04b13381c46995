package timestables.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import timestables.format.Linear;
import timestables.kernel.layout.Layout;
import timestables.table.ProductTable;

class VectorWidthTest {

    /** A program that does not ask for the Vector API, and looks something up. */
    public static void main(String[] arguments) {
        Layout.best(ProductTable.closed(new Linear(4, 1)));
    }

    @Test
    void aMissingFlagIsNamed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"),
                        VectorWidthTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(
                said.contains("IllegalStateException: this JVM lacks the Vector API; start it with"
                        + " --add-modules jdk.incubator.vector"),
                said);
    }
}
