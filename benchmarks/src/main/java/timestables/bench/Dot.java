package timestables.bench;

import static timestables.bench.Operation.MAX_RANGE;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import timestables.error.ExactDot;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.kernel.Layout;
import timestables.kernel.ScalarDot;
import timestables.kernel.ScalarLayout;
import timestables.kernel.VectorDot;
import timestables.table.ProductTable;

/** Sums of products. */
final class Dot implements Workload {

    /** Lanes that {@link VectorDot} keeps in flight with vectors of 512 bits. */
    private static final int LANES_FLOAT64 = 32;

    private static final int LANES_FLOAT32 = 64;
    private static final int LANES_FLOAT16 = 32;

    @Override
    public int arrays() {
        return 2;
    }

    @Override
    public String integerAccumulator() {
        return "exact";
    }

    @Override
    public List<Computed> computed() {
        return List.of(
                new Computed(
                        "float32",
                        Float.BYTES,
                        "float32",
                        Optional.empty(),
                        floats(VectorDot::float32),
                        floats(ScalarDot::float32),
                        floats((a, b, from, to) -> ScalarDot.float32(a, b, from, to, LANES_FLOAT32))),
                new Computed(
                        "float64",
                        Double.BYTES,
                        "float64",
                        Optional.empty(),
                        doubles(VectorDot::float64),
                        doubles(ScalarDot::float64),
                        doubles((a, b, from, to) -> ScalarDot.float64(a, b, from, to, LANES_FLOAT64))),
                new Computed(
                        "float16",
                        Short.BYTES,
                        "float32",
                        Optional.empty(),
                        float16s(VectorDot::float16),
                        float16s(ScalarDot::float16),
                        float16s((a, b, from, to) -> ScalarDot.float16(a, b, from, to, LANES_FLOAT16))),
                new Computed(
                        "int8",
                        Byte.BYTES,
                        integerAccumulator(),
                        Optional.of(FIXED),
                        fixed(VectorDot::int8),
                        fixed(ScalarDot::int8),
                        fixed(ScalarDot::int8)));
    }

    @Override
    public List<ProductTable> tables(int indexBits) {
        return List.of(ProductTable.accumulating(new Linear(indexBits, MAX_RANGE)));
    }

    @Override
    public Reference exact(double[] x, double[] y) {
        ExactDot exact = ExactDot.of(x, y);
        return (results, meter) -> meter.add(exact.high(), exact.errorOf(results[0]));
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample(1024, 400), new Sample(1 << 20, 16));
    }

    @Override
    public boolean errorDependsOnSize() {
        return true;
    }

    @Override
    public boolean exhaustive() {
        return false;
    }

    @Override
    public Task.Setup lookup(Layout layout) {
        ProductTable table = layout.table();
        Format operand = table.rowFormat();
        return (x, y) -> {
            byte[] a = Operands.byteCodes(operand, x);
            byte[] b = Operands.byteCodes(operand, y);
            int from = Operands.start(Byte.BYTES);
            int to = from + x.length;
            long[] sum = new long[1];
            return task(() -> sum[0] = layout.dot(a, b, from, to), () -> table.decodeSum(sum[0], x.length));
        };
    }

    @Override
    public Task.Setup wideLookup(ScalarLayout layout) {
        ProductTable table = layout.table();
        Format operand = table.rowFormat();
        return (x, y) -> {
            short[] a = Operands.shortCodes(operand, x);
            short[] b = Operands.shortCodes(operand, y);
            int from = Operands.start(Short.BYTES);
            int to = from + x.length;
            long[] sum = new long[1];
            return task(() -> sum[0] = layout.dot(a, b, from, to), () -> table.decodeSum(sum[0], x.length));
        };
    }

    private static Task.Setup doubles(DoubleKernel kernel) {
        return (x, y) -> {
            double[] a = Operands.doubles(x);
            double[] b = Operands.doubles(y);
            int from = Operands.start(Double.BYTES);
            int to = from + x.length;
            double[] sum = new double[1];
            return task(() -> sum[0] = kernel.dot(a, b, from, to), () -> sum[0]);
        };
    }

    private static Task.Setup floats(FloatKernel kernel) {
        return (x, y) -> {
            float[] a = Operands.floats(x);
            float[] b = Operands.floats(y);
            int from = Operands.start(Float.BYTES);
            int to = from + x.length;
            float[] sum = new float[1];
            return task(() -> sum[0] = kernel.dot(a, b, from, to), () -> sum[0]);
        };
    }

    private static Task.Setup float16s(ShortKernel kernel) {
        return (x, y) -> {
            short[] a = Operands.float16s(x);
            short[] b = Operands.float16s(y);
            int from = Operands.start(Short.BYTES);
            int to = from + x.length;
            float[] sum = new float[1];
            return task(() -> sum[0] = kernel.dot(a, b, from, to), () -> sum[0]);
        };
    }

    private static Task.Setup fixed(ByteKernel kernel) {
        return (x, y) -> {
            byte[] a = Operands.byteCodes(FIXED, x);
            byte[] b = Operands.byteCodes(FIXED, y);
            int from = Operands.start(Byte.BYTES);
            int to = from + x.length;
            long[] sum = new long[1];
            return task(
                    () -> sum[0] = kernel.dot(a, b, from, to),
                    () -> Math.scalb((double) sum[0], -2 * FIXED.fractionBits()));
        };
    }

    private static Task task(Runnable dot, DoubleSupplier result) {
        return new Task(dot, () -> new double[] {result.getAsDouble()});
    }

    private interface DoubleKernel {
        double dot(double[] a, double[] b, int from, int to);
    }

    private interface FloatKernel {
        float dot(float[] a, float[] b, int from, int to);
    }

    private interface ShortKernel {
        float dot(short[] a, short[] b, int from, int to);
    }

    private interface ByteKernel {
        long dot(byte[] a, byte[] b, int from, int to);
    }
}
