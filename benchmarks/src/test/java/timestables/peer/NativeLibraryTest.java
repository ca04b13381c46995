package timestables.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.peer.Processor.InstructionSet;

/** Products of native libraries against the plain loop, where the libraries are installed. */
class NativeLibraryTest {

    private static final float UNIT_ROUNDOFF = 0x1p-24f;

    private final Random random = new Random(1);
    private final Arena arena = Arena.ofAuto();

    private interface Product {
        Runnable prepare(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y);
    }

    private static List<int[]> shapes() {
        return List.of(
                new int[] {1, 1, 1},
                new int[] {2, 2, 1},
                new int[] {37, 53, 1},
                new int[] {37, 53, 3},
                new int[] {256, 256, 1},
                new int[] {130, 1025, 17},
                new int[] {64, 128, 64});
    }

    private static Stream<Arguments> products() {
        return Stream.of(
                product("OpenBLAS float32", OpenBlas.LIBRARY, OpenBlas::float32),
                product("oneDNN float32", OneDnn.LIBRARY, OneDnn::float32),
                product("oneDNN int8", OneDnn.LIBRARY, OneDnn::int8));
    }

    private static Stream<Arguments> float32Products() {
        return products().limit(2);
    }

    private static Arguments product(String name, NativeLibrary library, Product product) {
        return Arguments.of(Named.of(name, product), library);
    }

    private static void assumeInstalled(NativeLibrary library) {
        library.missing().ifPresent(what -> assumeTrue(false, what + " is not installed"));
    }

    private float[] floats(int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private MemorySegment copy(float[] floats) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, floats);
    }

    private MemorySegment copy(byte[] bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    @ParameterizedTest
    @MethodSource("float32Products")
    void float32ProductsAreWithinTheRoundingErrorOfTheirSums(Product product, NativeLibrary library) {
        assumeInstalled(library);
        for (int[] shape : shapes()) {
            int m = shape[0];
            int k = shape[1];
            int n = shape[2];
            float[] w = floats(m * k);
            MemorySegment columns = copy(floats(n * k));
            float[] nothing = new float[n * m];
            Arrays.fill(nothing, Float.NaN);
            MemorySegment y = copy(nothing);
            Runnable prepared = product.prepare(m, k, n, copy(w), columns, y);
            for (int run = 0; run < 2; run++) {
                float[] x = floats(n * k);
                columns.copyFrom(MemorySegment.ofArray(x));
                prepared.run();
                for (int column = 0; column < n; column++) {
                    for (int row = 0; row < m; row++) {
                        double sum = 0;
                        double magnitude = 0;
                        for (int i = 0; i < k; i++) {
                            double term = (double) w[row * k + i] * x[column * k + i];
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                        float result = y.getAtIndex(ValueLayout.JAVA_FLOAT, column * m + row);
                        assertEquals(sum, result, k * UNIT_ROUNDOFF * magnitude, "row " + row + ", column " + column);
                    }
                }
            }
        }
    }

    @Test
    void int8ProductsAreExactForAllWeightsThatAreTaken() {
        assertInt8ProductsAreExact(64);
        assertInt8ProductsAreExact(OneDnn.greatestInt8Weight());
    }

    @Test
    void int8WeightsWhoseSumsWouldSaturateAreRefused() {
        assumeInstalled(OneDnn.LIBRARY);
        int greatest = OneDnn.greatestInt8Weight();
        assumeTrue(greatest < 128, "this processor adds four products at once");
        MemorySegment y = arena.allocate(ValueLayout.JAVA_INT);
        for (int weight : new int[] {greatest + 1, -greatest - 1, 127, -128}) {
            MemorySegment w = copy(new byte[] {(byte) greatest, (byte) weight});
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> OneDnn.int8(1, 2, 1, w, copy(new byte[2]), y));
            assertTrue(e.getMessage().contains(String.valueOf(weight)), e.getMessage());
        }
    }

    /** In the second run, all activations are the greatest, and whole rows of weights too, of either sign. */
    private void assertInt8ProductsAreExact(int greatestWeight) {
        assumeInstalled(OneDnn.LIBRARY);
        for (int[] shape : shapes()) {
            int m = shape[0];
            int k = shape[1];
            int n = shape[2];
            byte[] w = bytes(m * k);
            for (int i = 0; i < w.length; i++) {
                w[i] = (byte)
                        switch (i / k % 3) {
                            case 0 -> -greatestWeight;
                            case 1 -> Math.min(greatestWeight, Byte.MAX_VALUE);
                            default -> w[i] * greatestWeight / 128;
                        };
            }
            MemorySegment columns = copy(bytes(n * k));
            MemorySegment y = arena.allocate(ValueLayout.JAVA_INT, (long) n * m);
            Runnable prepared = OneDnn.int8(m, k, n, copy(w), columns, y);
            for (int run = 0; run < 2; run++) {
                byte[] x = bytes(n * k);
                if (run == 1) {
                    Arrays.fill(x, (byte) -1);
                }
                columns.copyFrom(MemorySegment.ofArray(x));
                prepared.run();
                int[] expected = new int[n * m];
                for (int i = 0; i < expected.length; i++) {
                    for (int j = 0; j < k; j++) {
                        expected[i] += w[i % m * k + j] * Byte.toUnsignedInt(x[i / m * k + j]);
                    }
                }
                assertArrayEquals(expected, y.toArray(ValueLayout.JAVA_INT));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("products")
    void operandsThatDoNotFitAreRefused(Product product, NativeLibrary library) {
        MemorySegment room = arena.allocate(3 * 5 * Integer.BYTES);
        MemorySegment small = arena.allocate(3 * 3 - 1);
        MemorySegment heap = MemorySegment.ofArray(new int[3 * 5]);
        assertThrows(IndexOutOfBoundsException.class, () -> product.prepare(3, 5, 3, small, room, room));
        assertThrows(IndexOutOfBoundsException.class, () -> product.prepare(3, 5, 3, room, small, room));
        assertThrows(IndexOutOfBoundsException.class, () -> product.prepare(3, 5, 3, room, room, small));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(3, 5, 3, heap, room, room));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(3, 5, 3, room, heap, room));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(3, 5, 3, room, room, heap));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(0, 5, 3, room, room, room));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(3, 0, 3, room, room, room));
        assertThrows(IllegalArgumentException.class, () -> product.prepare(3, 5, -1, room, room, room));
    }

    @Test
    void aLibraryThatIsNotInstalledSaysSo() {
        NativeLibrary library = new NativeLibrary("libabsent0", List.of(), "libabsent.so.0", "libabsent.so.1");
        assertFalse(library.isInstalled());
        assertEquals(Optional.of("libabsent0"), library.missing());
        assertFalse(library.has("absent"));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> library.useOneThread("absent"));
        assertEquals("libabsent0 is not installed", e.getMessage());
    }

    /** The path of a library that every JDK brings. */
    private static String ofJdk(String library) {
        return Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName(library))
                .toString();
    }

    @Test
    void aLibraryWithoutAFunctionCountsAsNotInstalled() {
        NativeLibrary library = new NativeLibrary("libblas", List.of("JNI_OnLoad", "cblas_sgemv"), ofJdk("net"));
        assertFalse(library.isInstalled());
        assertEquals(Optional.of("libblas with cblas_sgemv"), library.missing());
        assertNull(library.function("cblas_sgemv", FunctionDescriptor.ofVoid()));
    }

    @Test
    void theFirstLibraryThatHasAllFunctionsIsUsed() {
        List<String> functions = List.of("JNI_OnLoad");
        NativeLibrary library = new NativeLibrary("any", functions, "libabsent.so.0", ofJdk("syslookup"), ofJdk("net"));
        assertEquals(Optional.empty(), library.missing());
        assertTrue(library.has("JNI_OnLoad"));
    }

    @ParameterizedTest
    @CsvSource({
        "Prescott, SSE, ",
        "Prescott, AVX, Sandybridge",
        "NEHALEM, AVX2_VNNI, Haswell",
        "Prescott, AVX512_VNNI, SkylakeX",
        "Sandybridge, AVX2, Haswell",
        "Zen, AVX2, ",
        "Haswell, AVX2_VNNI, ",
        "Zen, AVX512, SkylakeX",
        "Cooperlake, AVX512_VNNI, ",
        "SkylakeX, SSE, ",
        "ARMV8, AVX512, "
    })
    void kernelsOfOpenBlasBelowTheMachineHaveARemedy(String core, InstructionSet processor, String remedy) {
        Optional<String> weakness = OpenBlas.weakness(core, processor);
        assertEquals(remedy != null, weakness.isPresent());
        weakness.ifPresent(said -> {
            assertTrue(said.endsWith("set OPENBLAS_CORETYPE=" + remedy), said);
            assertTrue(said.contains(core) && said.contains(processor.toString()), said);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "AVX2, AVX2, , , ",
        "AVX512_VNNI, AVX2, , , ",
        "AVX2, AVX2, ONEDNN_MAX_CPU_ISA, ALL, ",
        "AVX2, AVX512, , , install a newer version",
        "AVX2, AVX512_VNNI, ONEDNN_MAX_CPU_ISA, AVX2, unset ONEDNN_MAX_CPU_ISA",
        "SSE, AVX2, DNNL_MAX_CPU_ISA, SSE41, unset DNNL_MAX_CPU_ISA",
        "AVX2, AVX2, DNNL_VERBOSE, 0, ",
        "AVX2, AVX2, DNNL_VERBOSE, 1, unset DNNL_VERBOSE",
        "AVX2, AVX512, ONEDNN_VERBOSE, all, 'install a newer version, and prints what it does: unset ONEDNN_VERBOSE'"
    })
    void whatKeepsOneDnnBelowTheMachineHasARemedy(
            InstructionSet used, InstructionSet processor, String variable, String value, String remedy) {
        Optional<String> weakness =
                OneDnn.weakness(used, processor, variable == null ? Map.of() : Map.of(variable, value));
        assertEquals(remedy != null, weakness.isPresent());
        weakness.ifPresent(said -> assertTrue(said.endsWith(": " + remedy), said));
    }

    @Test
    void versionsAndKernelsAreNamed() {
        assumeInstalled(OpenBlas.LIBRARY);
        assertTrue(OpenBlas.version().startsWith("OpenBLAS "), OpenBlas.version());
        assumeInstalled(OneDnn.LIBRARY);
        assertTrue(OneDnn.version().matches("oneDNN [23][.][0-9]+[.][0-9]+, (SSE|AVX).*"), OneDnn.version());
    }
}
