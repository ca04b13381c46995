package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import timestables.tensors.TensorFiles.Entry;

/** What the readers of files read of what was written: arrays of any shape and type, each number to the bit. */
class TensorPropertyTest {

    private static final int MOST = 2000;

    /** Types of elements, with the names and numbers that kinds of files have for them; 0 if they have none. */
    private enum Type {
        F64("f8", 28, 11, random -> finite(Double.longBitsToDouble(random.nextLong()))),
        F32("f4", 0, 1, random -> finite(Float.intBitsToFloat(random.nextInt()))),
        F16("f2", 1, 10, random -> finite(Float.float16ToFloat((short) random.nextInt()))),
        BF16("bfloat16", 30, 16, random -> finite(Float.intBitsToFloat(random.nextInt() << 16))),
        I64("i8", 27, 7, random -> random.nextLong() >> random.nextInt(11, 64)),
        I32("i4", 26, 6, Random::nextInt),
        I16("i2", 25, 5, random -> (short) random.nextInt()),
        I8("i1", 24, 3, random -> (byte) random.nextInt()),
        U64("u8", -1, 13, random -> random.nextLong() >>> random.nextInt(11, 64)),
        U32("u4", -1, 12, random -> Integer.toUnsignedLong(random.nextInt())),
        U16("u2", -1, 4, random -> random.nextInt(1 << 16)),
        U8("u1", -1, 2, random -> random.nextInt(1 << 8));

        private final String numPy;
        private final int gguf;
        private final int onnx;
        private final ToDoubleFunction<Random> number;

        Type(String numPy, int gguf, int onnx, ToDoubleFunction<Random> number) {
            this.numPy = numPy;
            this.gguf = gguf;
            this.onnx = onnx;
            this.number = number;
        }

        private static double finite(double number) {
            return Double.isFinite(number) ? number : 1;
        }
    }

    /** An array, the slowest dimension first. */
    record Sample(Type type, long[] shape, double[] numbers) {

        private static Sample next(Random random, Type type, int mostDimensions) {
            long[] shape =
                    random.longs(random.nextInt(1, mostDimensions + 1), 1, 7).toArray();
            double[] numbers = new double[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
            Arrays.setAll(numbers, i -> type.number.applyAsDouble(random));
            return new Sample(type, shape, numbers);
        }

        private byte[] data() {
            return TensorFiles.data(type.name(), numbers);
        }

        @Override
        public String toString() {
            return "%s %s %s".formatted(type, Arrays.toString(shape), Arrays.toString(numbers));
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.randomValue(
                random -> Sample.next(random, Type.values()[random.nextInt(Type.values().length)], 4));
    }

    @Provide
    Arbitrary<Sample> matrices() {
        return Arbitraries.randomValue(
                random -> Sample.next(random, Type.values()[random.nextInt(Type.values().length)], 2));
    }

    private static Matrix read(byte[] bytes, String tensor) throws IOException {
        Path file = Files.createTempFile("tensor", "");
        try {
            Files.write(file, bytes);
            return TensorFile.read(file + tensor, MOST);
        } finally {
            Files.delete(file);
        }
    }

    private static void assertReads(Sample sample, byte[] bytes, String tensor) throws IOException {
        Matrix matrix = read(bytes, tensor);
        assertEquals(sample.shape[0], matrix.rows());
        assertEquals(sample.numbers.length / sample.shape[0], matrix.columns());
        assertArrayEquals(sample.numbers, matrix.values());
    }

    @Property(tries = 50)
    void safetensors(@ForAll("samples") Sample sample, @ForAll("samples") Sample other) throws IOException {
        Entry one = Entry.of("a.weight", sample.type.name(), sample.data(), sample.shape);
        Entry two = Entry.of("b:0", other.type.name(), other.data(), other.shape);
        assertReads(sample, TensorFiles.safetensors(one), "");
        assertReads(sample, TensorFiles.safetensors(one, two), ":a.weight");
        assertReads(other, TensorFiles.safetensors(one, two), ":b:0");
    }

    @Property(tries = 50)
    void gguf(@ForAll("samples") Sample sample, @ForAll("samples") Sample other) throws IOException {
        if (sample.type.gguf < 0 || other.type.gguf < 0) {
            return;
        }
        byte[] first = sample.data();
        byte[] padded = Arrays.copyOf(first, Math.ceilDiv(first.length, 32) * 32);
        byte[] file = TensorFiles.gguf(
                3,
                32,
                List.of(),
                List.of(
                        TensorFiles.ggufInfo("a", sample.type.gguf, 0, fastestFirst(sample)),
                        TensorFiles.ggufInfo("b", other.type.gguf, padded.length, fastestFirst(other))),
                TensorFiles.join(padded, other.data()));
        assertReads(sample, file, ":a");
        assertReads(other, file, ":b");
    }

    private static long[] fastestFirst(Sample sample) {
        int last = sample.shape.length - 1;
        return IntStream.rangeClosed(0, last)
                .mapToLong(i -> sample.shape[last - i])
                .toArray();
    }

    @Property(tries = 50)
    void onnx(@ForAll("samples") Sample sample, @ForAll("samples") Sample other) throws IOException {
        byte[] file = TensorFiles.onnx(onnxTensor("a", sample), onnxTensor("b", other));
        assertReads(sample, file, ":a");
        assertReads(other, file, ":b");
    }

    private static byte[] onnxTensor(String name, Sample sample) {
        return TensorFiles.field(
                5, TensorFiles.onnxTensor(name, sample.type.onnx, sample.shape), TensorFiles.field(9, sample.data()));
    }

    @Property(tries = 80)
    void npy(@ForAll("matrices") Sample sample, @ForAll boolean bigEndian, @ForAll boolean byColumns)
            throws IOException {
        int rows = (int) sample.shape[0];
        int columns = sample.numbers.length / rows;
        double[] stored = sample.numbers.clone();
        if (byColumns) {
            Arrays.setAll(stored, i -> sample.numbers[i % rows * columns + i / rows]);
        }
        byte[] data = TensorFiles.data(sample.type.name(), stored);
        int bytes = data.length / stored.length;
        boolean swapped = bigEndian && sample.type != Type.BF16;
        if (swapped) {
            byte[] low = data.clone();
            for (int i = 0; i < data.length; i++) {
                data[i] = low[i / bytes * bytes + bytes - 1 - i % bytes];
            }
        }
        String shape =
                LongStream.of(sample.shape).mapToObj(length -> length + ",").collect(Collectors.joining());
        String header = "{'descr': '%s%s', 'fortran_order': %s, 'shape': (%s), }\n"
                .formatted(swapped ? ">" : "<", sample.type.numPy, byColumns ? "True" : "False", shape)
                .replace("'<bfloat16'", "'bfloat16'");
        byte[] start = TensorFiles.join(NpyArray.MAGIC, new byte[] {1, 0, (byte) header.length(), 0});
        assertReads(sample, TensorFiles.join(start, TensorFiles.text(header), data), "");
    }

    @Property(tries = 80)
    void csv(@ForAll("matrices") Sample sample, @ForAll boolean hasHeader, @ForAll boolean hasReturns)
            throws IOException {
        int columns = sample.numbers.length / (int) sample.shape[0];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < (hasHeader ? columns : 0); i++) {
            text.append("x").append(i).append(i == columns - 1 ? "\n" : ",");
        }
        for (int i = 0; i < sample.numbers.length; i++) {
            text.append(sample.numbers[i]).append(i % columns == columns - 1 ? "\n" : ",");
        }
        String ended = hasReturns ? text.toString().replace("\n", "\r\n") : text.toString();
        assertReads(sample, TensorFiles.text(ended), "");
    }
}
