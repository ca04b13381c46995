package timestables.contender;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
                        Storage.computed(4, 4, 4, weakness),
                        (operands, size, x, y) -> float32(kernel, size, x, y))
                .needing(library.missing());
    }

    static Contender int8(Arithmetic arithmetic) {
        Storage storage = Storage.computed(1, 1, 4, OneDnn.weakness());
        return new Contender(
                        "int8-onednn",
                        arithmetic,
                        storage,
                        (operands, size, x, y) ->
                                operands == OperandForm.CODES ? int8(size, x, y) : int8FromFloats(size, x, y))
                .needing(OneDnn.LIBRARY.missing().or(NativeGemm::missingForExactSums));
    }

    /** Without VNNI the library adds two products in 16 bits, which saturate. */
    private static Optional<String> missingForExactSums() {
        return OneDnn.greatestInt8Weight() < -Byte.MIN_VALUE ? Optional.of("oneDNN with VNNI") : Optional.empty();
    }

    private static Task float32(Kernel kernel, Size size, double[] x, double[] y) {
        MemorySegment w = floats(x);
        MemorySegment columns = floats(y);
        int results = size.m() * size.n();
        MemorySegment out = floats(new double[results]);
        Runnable multiply = kernel.prepare(size.m(), size.k(), size.n(), w, columns, out);
        return new Task(multiply, () -> {
            double[] decoded = new double[results];
            Arrays.setAll(decoded, i -> out.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            return decoded;
        });
    }

    private static MemorySegment floats(double[] reals) {
        MemorySegment floats = Arena.ofAuto().allocate((long) Float.BYTES * reals.length, CACHE_LINE);
        for (int i = 0; i < reals.length; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) reals[i]);
        }
        return floats;
    }

    /** The library multiplies signed bytes by unsigned ones: activations are moved up, and the sums moved back. */
    private record Int8Product(Runnable multiply, MemorySegment activations, MemorySegment sums, int[] moved) {

        static Int8Product of(Size size, double[] x) {
            byte[] weights = Gemm.codes(Int8.FORMAT, x);
            int[] moved = new int[size.m()];
            for (int i = 0; i < weights.length; i++) {
                moved[i / size.k()] += weights[i] << 7;
            }
            MemorySegment activations = Arena.ofAuto().allocate((long) size.k() * size.n(), CACHE_LINE);
            MemorySegment sums = Arena.ofAuto().allocate((long) Integer.BYTES * size.m() * size.n(), CACHE_LINE);
            MemorySegment packed =
                    Arena.ofAuto().allocate(weights.length, CACHE_LINE).copyFrom(MemorySegment.ofArray(weights));
            Runnable multiply = OneDnn.int8(size.m(), size.k(), size.n(), packed, activations, sums);
            return new Int8Product(multiply, activations, sums, moved);
        }

        void set(byte[] codes, int from, int count) {
            for (int i = from; i < from + count; i++) {
                codes[i] ^= Byte.MIN_VALUE;
            }
            MemorySegment.copy(codes, from, activations, ValueLayout.JAVA_BYTE, 0, count);
        }

        /** The sums, moved back. */
        void get(int[] out, int from) {
            int m = moved.length;
            for (int column = 0; column < sums.byteSize() / Integer.BYTES / m; column++) {
                int start = from + column * m;
                MemorySegment.copy(sums, ValueLayout.JAVA_INT, (long) Integer.BYTES * column * m, out, start, m);
                for (int row = 0; row < m; row++) {
                    out[start + row] -= moved[row];
                }
            }
        }
    }

    private static Task int8(Size size, double[] x, double[] y) {
        Int8Product product = Int8Product.of(size, x);
        product.set(Gemm.codes(Int8.FORMAT, y), 0, y.length);
        Elements<int[]> results = Elements.ints(Int8::decodeSum);
        int count = size.m() * size.n();
        int[] sums = results.scratch().apply(count);
        return new Task(product.multiply, () -> {
            product.get(sums, results.start());
            return results.decode(sums, results.start(), count);
        });
    }

    private static Task int8FromFloats(Size size, double[] x, double[] y) {
        Int8Product product = Int8Product.of(size, x);
        return Gemm.multiplied(
                (byte[] codes, int from, int[] out, int outFrom) -> {
                    product.set(codes, from, y.length);
                    product.multiply.run();
                    product.get(out, outFrom);
                },
                OperandForm.FLOATS,
                Elements.bytes(Int8.FORMAT),
                Elements.ints(Int8::decodeSum),
                size,
                y);
    }

    private interface Kernel {
        Runnable prepare(int m, int k, int n, MemorySegment w, MemorySegment x, MemorySegment y);
    }
}
