package timestables.kernel.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import timestables.format.Affine;
import timestables.format.Asinh;
import timestables.format.Codebook;
import timestables.format.FixedPoint;
import timestables.format.Format;
import timestables.format.Geometric;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.format.Posit;
import timestables.format.Scaled;
import timestables.format.Symmetric;
import timestables.format.Unsigned;
import timestables.kernel.Ranges;
import timestables.kernel.VectorWidth;

class CodecTest {

    static Stream<Format> formats() {
        return Stream.of(
                        IntStream.rangeClosed(1, 9).mapToObj(bits -> (Format) new Linear(bits, 2)),
                        Stream.of(1, 2, 5, 8, 9).map(bits -> (Format) new Log(bits, 2)),
                        Stream.of(1, 4, 8, 12).map(bits -> (Format) new FixedPoint(bits, bits / 2)),
                        Stream.of(3, 8, 10).map(bits -> (Format) new Geometric(bits, 2)),
                        Stream.of(3, 8, 10).map(bits -> (Format) new Symmetric(bits, 2)),
                        Stream.<Format>of(
                                new Linear(16, 2),
                                new Linear(8, 0.3),
                                new Linear(8, 127.5),
                                new Linear(8, 1e-40),
                                new Linear(8, 1e300),
                                new FixedPoint(8, 6),
                                new Unsigned(8, 255),
                                new Scaled(new Affine(8, 77), 0.3),
                                new Asinh(8, 4, 20),
                                MiniFloat.E4M3,
                                MiniFloat.E5M2,
                                MiniFloat.E2M3,
                                MiniFloat.E3M2,
                                MiniFloat.E2M1,
                                MiniFloat.BINARY16,
                                Scaled.toReach(MiniFloat.E4M3, 2),
                                new Posit(3),
                                new Posit(6),
                                new Posit(8),
                                new Posit(16),
                                Codebook.normalFloat4(2),
                                Codebook.learned(8, new Random(1).doubles(1000).toArray()),
                                new Codebook("two", -1, 3)),
                        miniFloats())
                .flatMap(formats -> formats);
    }

    /** Every split of at most 8 bits. */
    private static Stream<Format> miniFloats() {
        return IntStream.rangeClosed(2, 5)
                .boxed()
                .flatMap(exponent -> IntStream.rangeClosed(1, 7 - exponent)
                        .boxed()
                        .flatMap(significand -> Arrays.stream(MiniFloat.Specials.values())
                                .map(specials -> new MiniFloat("float", exponent, significand, specials))));
    }

    static Stream<Codec> codecs() {
        return formats().flatMap(format -> Stream.of(Codec.best(format), new ScalarCodec(format)));
    }

    private static boolean hasByteCodes(Codec codec) {
        return codec.format().bits() <= 8;
    }

    /** Any numbers, but two in three of them where codes are. */
    private static float[] numbers(Format format, int length, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            do {
                numbers[i] = i % 3 == 0
                        ? Float.intBitsToFloat(random.nextInt())
                        : (float) (random.nextGaussian() / 2 * format.greatest());
            } while (Float.isNaN(numbers[i]));
        }
        return numbers;
    }

    private static byte[] bytes(short[] codes) {
        byte[] bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return bytes;
    }

    private static void assertEncodes(Codec codec, float[] numbers) {
        short[] expected = new short[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            expected[i] = (short) codec.format().encode(numbers[i]);
        }
        short[] shorts = new short[numbers.length];
        codec.encode(numbers, 0, shorts, 0, numbers.length);
        assertArrayEquals(expected, shorts);
        if (hasByteCodes(codec)) {
            byte[] bytes = new byte[numbers.length];
            codec.encode(numbers, 0, bytes, 0, numbers.length);
            assertArrayEquals(bytes(expected), bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyStepStartsWhereTheCodeChanges(Format format) {
        StepFunction steps = new StepFunction(format);
        long encoded = IntStream.range(0, format.codes())
                .mapToDouble(format::decode)
                .filter(value -> !Double.isNaN(value))
                .mapToInt(value -> format.encode((float) value))
                .distinct()
                .count();
        assertTrue(steps.count() >= encoded, steps.count() + " steps for " + encoded + " codes");
        assertEquals(Float.NEGATIVE_INFINITY, steps.threshold(0));
        assertEquals(Float.POSITIVE_INFINITY, steps.greatest(steps.count() - 1));
        for (int step = 1; step < steps.count(); step++) {
            float threshold = steps.threshold(step);
            float below = steps.greatest(step - 1);
            assertEquals(threshold == 0 && 1 / threshold > 0 ? -0f : Math.nextDown(threshold), below);
            assertNotEquals(format.encode(below), format.encode(threshold));
        }
    }

    /** A codec that never falls is right for all numbers if it is right on both sides of every step. */
    @ParameterizedTest
    @MethodSource("codecs")
    void bothSidesOfEveryStepAreEncoded(Codec codec) {
        StepFunction steps = new StepFunction(codec.format());
        float[] numbers = new float[2 * steps.count()];
        for (int step = 0; step < steps.count(); step++) {
            numbers[2 * step] = steps.threshold(step);
            numbers[2 * step + 1] = steps.greatest(step);
        }
        // Four times, so that few codes fill a vector as well.
        float[] repeated = new float[4 * numbers.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = numbers[i % numbers.length];
        }
        assertEncodes(codec, repeated);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void numbersOfEveryKindAreEncoded(Codec codec) {
        assertEncodes(codec, numbers(codec.format(), 100_000, 1));
        float[] special = new float[64];
        float[] kinds = {0, Float.MIN_VALUE, Float.MIN_NORMAL, 1, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
        for (int i = 0; i < special.length; i++) {
            special[i] = i % 2 == 0 ? kinds[i / 2 % kinds.length] : -kinds[i / 2 % kinds.length];
        }
        assertEncodes(codec, special);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyCodeIsDecoded(Codec codec) {
        int codes = codec.format().codes();
        // Repeated, so that few codes fill a vector as well.
        short[] shorts = new short[Math.max(256, codes)];
        int[] expected = new int[shorts.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) (i % codes);
            expected[i] = Float.floatToRawIntBits((float) codec.format().decode(i % codes));
        }
        float[] out = new float[shorts.length];
        codec.decode(shorts, 0, out, 0, out.length);
        assertArrayEquals(expected, bits(out));
        if (hasByteCodes(codec)) {
            Arrays.fill(out, Float.NaN);
            codec.decode(bytes(shorts), 0, out, 0, out.length);
            assertArrayEquals(expected, bits(out));
        }
    }

    /** Tells 0 from -0. */
    private static int[] bits(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .map(i -> Float.floatToRawIntBits(numbers[i]))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyRangeIsEncodedAndDecodedAndNothingElseIsTouched(Codec codec) {
        float[] numbers = numbers(codec.format(), Ranges.LENGTH, 2);
        short[] codes = new short[Ranges.LENGTH];
        float[] values = new float[Ranges.LENGTH];
        for (int i = 0; i < Ranges.LENGTH; i++) {
            codes[i] = (short) codec.format().encode(numbers[i]);
            values[i] = (float) codec.format().decode(Short.toUnsignedInt(codes[i]));
        }
        for (Ranges range : Ranges.all()) {
            short[] shorts = new short[Ranges.LENGTH];
            short[] expectedShorts = sentinels(Ranges.LENGTH);
            int from = range.from();
            int count = range.to() - from;
            // Elsewhere than they come from, so that neither position is taken for the other.
            int outFrom = Ranges.LENGTH - range.to();
            System.arraycopy(codes, from, expectedShorts, outFrom, count);
            System.arraycopy(sentinels(Ranges.LENGTH), 0, shorts, 0, Ranges.LENGTH);
            codec.encode(numbers, from, shorts, outFrom, count);
            assertArrayEquals(expectedShorts, shorts, range::toString);

            float[] expectedValues = new float[Ranges.LENGTH];
            Arrays.fill(expectedValues, Float.NaN);
            System.arraycopy(values, from, expectedValues, outFrom, count);
            float[] decoded = new float[Ranges.LENGTH];
            Arrays.fill(decoded, Float.NaN);
            codec.decode(codes, from, decoded, outFrom, count);
            assertArrayEquals(expectedValues, decoded, range::toString);

            if (hasByteCodes(codec)) {
                byte[] bytes = bytes(sentinels(Ranges.LENGTH));
                codec.encode(numbers, from, bytes, outFrom, count);
                assertArrayEquals(bytes(expectedShorts), bytes, range::toString);
                Arrays.fill(decoded, Float.NaN);
                codec.decode(bytes(codes), from, decoded, outFrom, count);
                assertArrayEquals(expectedValues, decoded, range::toString);
            }
        }
    }

    private static short[] sentinels(int length) {
        short[] sentinels = new short[length];
        Arrays.fill(sentinels, (short) 0xa5a5);
        return sentinels;
    }

    static Stream<Codec> oneCodecOfEachKind() {
        return Stream.of(
                Codec.best(new Linear(8, 2)),
                Codec.best(new Log(8, 2)),
                Codec.best(MiniFloat.E4M3),
                new ScalarCodec(new Linear(8, 2)));
    }

    @ParameterizedTest
    @MethodSource("oneCodecOfEachKind")
    void oneNanWhereverItStandsIsRefusedBeforeTheOutputIsTouched(Codec codec) {
        float[] numbers = new float[Ranges.LENGTH];
        byte[] bytes = bytes(sentinels(Ranges.LENGTH));
        short[] shorts = sentinels(Ranges.LENGTH);
        for (int nan : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
            for (int i = 1; i < Ranges.LENGTH - 1; i++) {
                numbers[i] = Float.intBitsToFloat(nan);
                for (int to : new int[] {i + 1, Ranges.LENGTH - 1}) {
                    String reason = assertThrows(
                                    IllegalArgumentException.class, () -> codec.encode(numbers, 1, bytes, 0, to - 1))
                            .getMessage();
                    assertTrue(reason.contains("position " + i + ":"), reason);
                    assertThrows(IllegalArgumentException.class, () -> codec.encode(numbers, 1, shorts, 0, to - 1));
                }
                numbers[i] = 0;
            }
        }
        assertArrayEquals(bytes(sentinels(Ranges.LENGTH)), bytes);
        assertArrayEquals(sentinels(Ranges.LENGTH), shorts);
        numbers[0] = numbers[Ranges.LENGTH - 1] = Float.NaN;
        codec.encode(numbers, 1, bytes, 0, Ranges.LENGTH - 2);
    }

    @ParameterizedTest
    @MethodSource("oneCodecOfEachKind")
    void rangesOutsideAnyArrayAreRefusedBeforeTheOutputIsTouched(Codec codec) {
        int length = Ranges.LENGTH;
        for (List<Integer> call : List.of(
                List.of(length - 1, 0, length, 0, length),
                List.of(length, 0, length - 1, 0, length),
                List.of(length, 1, length, 0, length),
                List.of(length, 0, length, 1, length),
                List.of(length, -1, length, 0, 1),
                List.of(length, 0, length, -1, 1),
                List.of(length, 4, length, 4, -1))) {
            int in = call.get(0);
            int from = call.get(1);
            int out = call.get(2);
            int outFrom = call.get(3);
            int count = call.get(4);
            byte[] bytes = bytes(sentinels(out));
            short[] shorts = sentinels(out);
            float[] numbers = new float[out];
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.encode(new float[in], from, bytes, outFrom, count));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.encode(new float[in], from, shorts, outFrom, count));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.decode(new byte[in], from, numbers, outFrom, count));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> codec.decode(new short[in], from, numbers, outFrom, count));
            assertArrayEquals(bytes(sentinels(out)), bytes);
            assertArrayEquals(sentinels(out), shorts);
            assertArrayEquals(new float[out], numbers);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void bytesAreRefusedForLongerCodes(Codec codec) {
        if (!hasByteCodes(codec)) {
            byte[] bytes = new byte[3];
            float[] numbers = new float[3];
            assertThrows(IllegalArgumentException.class, () -> codec.encode(numbers, 0, bytes, 0, 3));
            assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes, 0, numbers, 0, 3));
        }
    }

    @Test
    void formatsWithEvenlySpacedValuesAreComputed() {
        for (double range : new double[] {0.1, 0.5, 1, 2, 3, Math.PI}) {
            for (int bits = 2; bits <= 9; bits++) {
                assertInstanceOf(AffineCodec.class, Codec.best(new Linear(bits, range)));
            }
        }
        assertInstanceOf(AffineCodec.class, Codec.best(new FixedPoint(8, 6)));
        assertInstanceOf(AffineCodec.class, Codec.best(new Symmetric(8, 2)));
        assertInstanceOf(TableCodec.class, Codec.best(new Log(8, 2)));
        assertInstanceOf(TableCodec.class, Codec.best(new Geometric(8, 2)));
    }

    @Test
    void floatingPointOf8BitsIsComputedWhereVectorsAreWide() {
        Class<?> fastest = VectorWidth.bits() >= 256 ? MiniFloatCodec.class : TableCodec.class;
        assertInstanceOf(fastest, Codec.best(MiniFloat.E4M3));
        assertInstanceOf(fastest, Codec.best(MiniFloat.E5M2));
        assertInstanceOf(TableCodec.class, Codec.best(MiniFloat.BINARY16));
    }
}
