package timestables.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Numbers that other implementations of the formats have encoded as well, and the check sums that tell what came out.
 */
final class BlockNumbers {

    static final int COUNT = 4096;

    private BlockNumbers() {}

    /** Of many magnitudes, from block to block and within; ten blocks from the start, 64 zeros. */
    static float[] make() {
        float[] numbers = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int hash = (i + 1) * (int) 2654435761L;
            hash = (hash ^ hash >>> 15) * (int) 2246822519L;
            double share = (hash ^ hash >>> 13) * 0x1p-31;
            numbers[i] = (float) Math.scalb(share * share * share, i / 64 % 13 - 6);
        }
        Arrays.fill(numbers, 640, 704, 0);
        return numbers;
    }

    static long sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    /** Of binary32 numbers, low byte first; the sign of zero is left out. */
    static long sum(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putFloat((float) number + 0f);
        }
        return sum(bytes.array());
    }

    static long sum(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            doubles[i] = numbers[i];
        }
        return sum(doubles);
    }
}
