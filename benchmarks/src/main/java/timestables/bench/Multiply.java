package timestables.bench;

import static timestables.bench.Operation.MAX_RANGE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.kernel.Layout;
import timestables.kernel.ScalarLayout;
import timestables.kernel.ScalarMultiply;
import timestables.kernel.VectorMultiply;
import timestables.table.ProductTable;

/** Element-wise products. */
final class Multiply implements Workload {

    @Override
    public int arrays() {
        return 3;
    }

    @Override
    public String integerAccumulator() {
        return "";
    }

    @Override
    public List<Computed> computed() {
        return List.of(
                twins("float32", Float.BYTES, floats(VectorMultiply::float32), floats(ScalarMultiply::float32)),
                twins("float64", Double.BYTES, doubles(VectorMultiply::float64), doubles(ScalarMultiply::float64)),
                twins("float16", Short.BYTES, float16s(VectorMultiply::float16), float16s(ScalarMultiply::float16)),
                new Computed(
                        "int8",
                        Byte.BYTES,
                        "",
                        Optional.of(FIXED),
                        fixed(VectorMultiply::int8),
                        fixed(ScalarMultiply::int8),
                        fixed(ScalarMultiply::int8)));
    }

    private static Computed twins(String id, int bytes, Task.Setup fastest, Task.Setup plain) {
        return new Computed(id, bytes, "", Optional.empty(), fastest, plain, plain);
    }

    @Override
    public List<ProductTable> tables(int indexBits) {
        Format operand = new Linear(indexBits, MAX_RANGE);
        int cellBits = indexBits > 8 ? 16 : indexBits;
        return List.of(
                ProductTable.of(operand, operand, new Linear(cellBits, MAX_RANGE)),
                ProductTable.of(operand, operand, new Log(cellBits, MAX_RANGE)));
    }

    @Override
    public Reference exact(double[] x, double[] y) {
        return (results, meter) -> {
            for (int i = 0; i < results.length; i++) {
                // One rounding: the error is right even where the product has no exact double.
                meter.add(x[i] * y[i], -Math.fma(x[i], y[i], -results[i]));
            }
        };
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample(1024, 100));
    }

    @Override
    public boolean errorDependsOnSize() {
        return false;
    }

    @Override
    public boolean exhaustive() {
        return true;
    }

    @Override
    public Task.Setup lookup(Layout layout) {
        Format operand = layout.table().rowFormat();
        Format cell = layout.table().cellFormat();
        return (x, y) -> {
            byte[] a = Operands.byteCodes(operand, x);
            byte[] b = Operands.byteCodes(operand, y);
            byte[] out = Operands.bytes(x.length);
            int from = Operands.start(Byte.BYTES);
            int to = from + x.length;
            return task(
                    () -> layout.multiply(a, b, out, from, to),
                    x.length,
                    i -> cell.decode(Byte.toUnsignedInt(out[from + i])));
        };
    }

    @Override
    public Task.Setup wideLookup(ScalarLayout layout) {
        Format operand = layout.table().rowFormat();
        Format cell = layout.table().cellFormat();
        return (x, y) -> {
            short[] a = Operands.shortCodes(operand, x);
            short[] b = Operands.shortCodes(operand, y);
            short[] out = Operands.shorts(x.length);
            int from = Operands.start(Short.BYTES);
            int to = from + x.length;
            return task(
                    () -> layout.multiply(a, b, out, from, to),
                    x.length,
                    i -> cell.decode(Short.toUnsignedInt(out[from + i])));
        };
    }

    private static Task.Setup doubles(DoubleKernel kernel) {
        return (x, y) -> {
            double[] a = Operands.doubles(x);
            double[] b = Operands.doubles(y);
            double[] out = Operands.doubles(x.length);
            int from = Operands.start(Double.BYTES);
            int to = from + x.length;
            return task(() -> kernel.multiply(a, b, out, from, to), x.length, i -> out[from + i]);
        };
    }

    private static Task.Setup floats(FloatKernel kernel) {
        return (x, y) -> {
            float[] a = Operands.floats(x);
            float[] b = Operands.floats(y);
            float[] out = Operands.floats(x.length);
            int from = Operands.start(Float.BYTES);
            int to = from + x.length;
            return task(() -> kernel.multiply(a, b, out, from, to), x.length, i -> out[from + i]);
        };
    }

    private static Task.Setup float16s(ShortKernel kernel) {
        return (x, y) -> {
            short[] a = Operands.float16s(x);
            short[] b = Operands.float16s(y);
            short[] out = Operands.shorts(x.length);
            int from = Operands.start(Short.BYTES);
            int to = from + x.length;
            return task(() -> kernel.multiply(a, b, out, from, to), x.length, i -> Float.float16ToFloat(out[from + i]));
        };
    }

    private static Task.Setup fixed(FixedKernel kernel) {
        return (x, y) -> {
            byte[] a = Operands.byteCodes(FIXED, x);
            byte[] b = Operands.byteCodes(FIXED, y);
            byte[] out = Operands.bytes(x.length);
            int from = Operands.start(Byte.BYTES);
            int to = from + x.length;
            int fractionBits = FIXED.fractionBits();
            return task(
                    () -> kernel.multiply(a, b, out, fractionBits, from, to),
                    x.length,
                    i -> FIXED.decode(Byte.toUnsignedInt(out[from + i])));
        };
    }

    private static Task task(Runnable multiply, int size, IntToDoubleFunction result) {
        return new Task(multiply, () -> {
            double[] results = new double[size];
            Arrays.setAll(results, result);
            return results;
        });
    }

    private interface DoubleKernel {
        void multiply(double[] a, double[] b, double[] out, int from, int to);
    }

    private interface FloatKernel {
        void multiply(float[] a, float[] b, float[] out, int from, int to);
    }

    private interface ShortKernel {
        void multiply(short[] a, short[] b, short[] out, int from, int to);
    }

    private interface FixedKernel {
        void multiply(byte[] a, byte[] b, byte[] out, int fractionBits, int from, int to);
    }
}
