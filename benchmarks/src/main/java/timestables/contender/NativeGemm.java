package timestables.contender;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.Int8;
import timestables.contender.Contender.Storage;
import timestables.peer.NativeLibrary;
import timestables.peer.OneDnn;
import timestables.peer.OpenBlas;

/** Products of matrices by libraries of the operating system. */
final class NativeGemm {

    private static final int CACHE_LINE = 64;

    private NativeGemm() {}

    static List<Contender> float32(Arithmetic arithmetic) {
        return List.of(
                float32("float32-openblas", arithmetic, OpenBlas.LIBRARY, OpenBlas.weakness(), OpenBlas::float32),
                float32("float32-onednn", arithmetic, OneDnn.LIBRARY, OneDnn.weakness(), OneDnn::float32));
    }

    private static Contender float32(
            String id, Arithmetic arithmetic, NativeLibrary library, Optional<String> weakness, Kernel kernel) {
        return new Contender(
                id,
                arithmetic,
                List::of,
                Storage.computed(4, 4, 4, weakness),
                (size, x, y) -> float32(kernel, size, x, y),
                library.missing());
    }

    static Contender int8(Arithmetic arithmetic) {
        return new Contender(
                "int8-onednn",
                arithmetic,
                List::of,
                Storage.computed(1, 1, 4, OneDnn.weakness()),
                NativeGemm::int8,
                OneDnn.LIBRARY.missing());
    }

    private static Task float32(Kernel kernel, Size size, double[] x, double[] y) {
        MemorySegment w = floats(x);
        MemorySegment columns = floats(y);
        int results = size.m() * size.n();
        MemorySegment out = floats(new double[results]);
        Runnable multiply = kernel.prepare(size.m(), size.k(), size.n(), w, columns, out);
        return task(multiply, results, i -> out.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }

    private static MemorySegment floats(double[] reals) {
        MemorySegment floats = Arena.ofAuto().allocate((long) Float.BYTES * reals.length, CACHE_LINE);
        for (int i = 0; i < reals.length; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) reals[i]);
        }
        return floats;
    }

    /** The library multiplies signed bytes by unsigned ones: activations are moved up, and the sums moved back. */
    private static Task int8(Size size, double[] x, double[] y) {
        byte[] weights = Gemm.codes(Int8.FORMAT, x);
        byte[] activations = Gemm.codes(Int8.FORMAT, y);
        int[] moved = new int[size.m()];
        for (int i = 0; i < weights.length; i++) {
            moved[i / size.k()] += weights[i] << 7;
        }
        for (int i = 0; i < activations.length; i++) {
            activations[i] ^= Byte.MIN_VALUE;
        }
        int results = size.m() * size.n();
        MemorySegment out = Arena.ofAuto().allocate((long) Integer.BYTES * results, CACHE_LINE);
        Runnable multiply = OneDnn.int8(size.m(), size.k(), size.n(), bytes(weights), bytes(activations), out);
        return task(
                multiply,
                results,
                i -> Int8.decodeSum(out.getAtIndex(ValueLayout.JAVA_INT, i) - moved[i % moved.length]));
    }

    private static MemorySegment bytes(byte[] bytes) {
        return Arena.ofAuto().allocate(bytes.length, CACHE_LINE).copyFrom(MemorySegment.ofArray(bytes));
    }

    private static Task task(Runnable multiply, int results, IntToDoubleFunction result) {
        return new Task(multiply, () -> {
            double[] decoded = new double[results];
            Arrays.setAll(decoded, result);
            return decoded;
        });
    }

    private interface Kernel {
        Runnable prepare(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y);
    }
}
