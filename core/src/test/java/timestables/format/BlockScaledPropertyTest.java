package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import timestables.format.BlockScaled.Scaling;

/** Blocks of whatever numbers. */
class BlockScaledPropertyTest {

    /** Codes of ggml are chosen before their scale is rounded, or fitted: they need not be the nearest. */
    private static final List<Scaling> OF_GGML =
            List.of(Scaling.SIGNED_LARGEST, Scaling.INTEGERS_HALF_AWAY, Scaling.WEIGHTED);

    private static final List<BlockScaled> NAMED = Stream.concat(
                    BlockScaledTest.OF_FILES.stream(), Stream.of(BlockScaled.Q4_0.activations()))
            .toList();

    private static final List<Scaling> OF_ANY_FORMAT =
            List.of(Scaling.LARGEST, Scaling.SEARCHED, Scaling.LEAST_TO_GREATEST, Scaling.LEAST_TO_GREATEST_SEARCHED);

    private static final List<ScaleFormat> SCALES = List.of(ScaleFormat.BINARY16, ScaleFormat.BINARY32);

    /** Numbers row by row, and a format for them. */
    record Sample(BlockScaled format, float[] numbers, int rowLength) {

        @Override
        public String toString() {
            return "%s, rows of %d: %s".formatted(format, rowLength, Arrays.toString(numbers));
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.randomValue(random -> {
            BlockScaled format = random.nextBoolean()
                    ? NAMED.get(random.nextInt(NAMED.size()))
                    : new BlockScaled(
                            "random",
                            evenOrFloating(random),
                            random.nextInt(1, 40),
                            SCALES.get(random.nextInt(SCALES.size())),
                            OF_ANY_FORMAT.get(random.nextInt(OF_ANY_FORMAT.size())));
            int rowLength = random.nextInt(1, 80);
            return new Sample(format, numbers(format, random.nextInt(1, 4) * rowLength, random), rowLength);
        });
    }

    private static Format evenOrFloating(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Linear(random.nextInt(1, 9), 1 + random.nextDouble());
            case 1 -> new Symmetric(random.nextInt(2, 9), 1 + random.nextDouble());
            case 2 -> new FixedPoint(random.nextInt(2, 9), 1);
            case 3 -> Codebook.normalFloat4(1 + random.nextDouble());
            default -> MiniFloat.E3M2;
        };
    }

    /** Zeros of both signs among numbers of many magnitudes, down to the least, most of them in runs of one. */
    private static float[] numbers(BlockScaled format, int count, Random random) {
        boolean isHalf =
                format.scales() == ScaleFormat.BINARY16 || format.scaling().hasOffsets();
        int about = isHalf
                ? random.nextInt(-30, 10)
                : random.nextBoolean() ? random.nextInt(-130, -100) : random.nextInt(-150, 120);
        float[] numbers = new float[count];
        int exponent = about;
        for (int i = 0; i < count; i++) {
            exponent = random.nextInt(16) == 0 ? about - random.nextInt(-6, 30) : exponent;
            numbers[i] = switch (random.nextInt(8)) {
                case 0 -> 0f;
                case 1 -> -0f;
                default -> (float) Math.scalb(2 * random.nextDouble() - 1, exponent);
            };
        }
        return numbers;
    }

    @Property(tries = 500)
    void everyNumberBecomesTheNearestUnderTheScaleOfItsBlock(@ForAll("samples") Sample sample) {
        BlockScaled format = sample.format;
        Blocks blocks = format.encode(sample.numbers, sample.rowLength);
        double[] decoded = format.decode(blocks, sample.rowLength);
        double[] values = DoubleStream.of(format.format().values())
                .filter(value -> Double.isFinite(value) && !format.format().saturates(value))
                .toArray();
        for (int i = 0; i < decoded.length; i++) {
            assertTrue(Double.isFinite(decoded[i]));
            int block = i / sample.rowLength * format.blocks(sample.rowLength)
                    + i % sample.rowLength / format.blockLength();
            // Which throws if a file has no such scale.
            format.scales().encode(blocks.scales()[block]);
            double scale = (double) blocks.scales()[block] * blocks.global();
            double offset = format.scaling().hasOffsets() ? blocks.offsets()[block] : 0;
            if (!OF_GGML.contains(format.scaling())) {
                double number = sample.numbers[i];
                double least = DoubleStream.of(values)
                        .map(value -> Math.abs(offset + scale * value - number))
                        .min()
                        .orElseThrow();
                // What binary32 may round where the document of the format computes in it.
                double rounding = 1e-6 * Math.abs(scale * format.format().reach());
                assertEquals(least, Math.abs(decoded[i] - number), rounding);
            }
        }
    }

    @Property(tries = 500)
    void blocksOfZerosStayZerosWhateverIsBesideThem(@ForAll("samples") Sample sample) {
        int length = sample.format.blockLength();
        float[] numbers = Arrays.copyOf(sample.numbers, Math.ceilDiv(sample.numbers.length, length) * length + length);
        for (int i = numbers.length - length; i < numbers.length; i++) {
            numbers[i] = i % 2 == 0 ? 0f : -0f;
        }
        double[] decoded = sample.format.decode(sample.format.encode(numbers, numbers.length), numbers.length);
        for (int i = numbers.length - length; i < numbers.length; i++) {
            assertEquals(0, Math.abs(decoded[i]));
        }
    }
}
