package timestables.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The files that a reader is given, each made from its number alone: first the valid ones, then in turns what
 * systematic changes make of them (every file cut at every byte, and every byte changed), as long as there are such,
 * and what random changes do.
 */
final class Inputs {

    private static final int MOST_CHANGES = 4;

    /** Bytes of the largest file, which few of them have. */
    private static final int LARGEST = 1 << 17;

    /** Changes of each byte, between which there is a random one. */
    private static final int SYSTEMATIC = 3;

    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
        "1e308",
        "1e999",
        "1e-999",
        "-0.0",
        "NaN",
        "-Infinity",
        "0x1p3",
        "1f",
        "\u0663",
        "9".repeat(40),
        "1" + "0".repeat(1200),
        "0." + "3".repeat(1090)
    };

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        1L << 32,
        1L << 61,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final String[] TEXTS = {
        "\"",
        "'",
        "\\",
        "\\u0000",
        "\\ud800",
        "\\n",
        "\u001b[31m",
        "\r",
        "\r\n",
        "\n\n",
        "\n",
        "\0",
        "\ufeff",
        "\u00e9",
        "\ud83d\ude00",
        "\u202e",
        "\u2028",
        "\u0085",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ":",
        ",",
        ";",
        "\t",
        " ",
        "%s",
        "$1",
        "=",
        "-",
        "+",
        ".",
        "../",
        "/",
        "\f",
        "nan",
        "null",
        "true",
        "L",
        "#"
    };

    private static final String SEPARATORS = ",;:\r\n\f{}[]()";

    private final Reader reader;
    private final long seed;
    private final int bytes;

    Inputs(Reader reader, long seed) {
        this.reader = reader;
        this.seed = seed;
        bytes = reader.valid().stream().mapToInt(file -> file.length).sum();
    }

    /** How many there are until every systematic change was made. */
    long systematic() {
        return reader.valid().size() + (SYSTEMATIC + 1L) * bytes;
    }

    byte[] get(long number) {
        int valid = reader.valid().size();
        if (number < valid) {
            return reader.valid().get((int) number);
        }
        SplittableRandom random = new SplittableRandom(seed + number * 0x5851_f42d_4c95_7f2dL);
        int turn = (int) ((number - valid) % (SYSTEMATIC + 1));
        return turn < SYSTEMATIC && number < systematic()
                ? systematic((int) ((number - valid) / (SYSTEMATIC + 1)), turn, random)
                : random(random);
    }

    /** @param place among the bytes of all valid files */
    private byte[] systematic(int place, int change, SplittableRandom random) {
        int at = place;
        int file = 0;
        for (; at >= reader.valid().get(file).length; file++) {
            at -= reader.valid().get(file).length;
        }
        byte[] changed = reader.valid().get(file).clone();
        switch (change) {
            case 0 -> changed = Arrays.copyOf(changed, at);
            case 1 -> changed[at] = (byte) 0xff;
            default -> changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return random.nextBoolean() ? reader.repair().apply(changed) : changed;
    }

    private byte[] random(SplittableRandom random) {
        byte[] changed = any(random);
        for (int left = random.nextInt(1, MOST_CHANGES + 1); left > 0; left--) {
            changed = change(changed, random);
        }
        changed = changed.length > LARGEST ? Arrays.copyOf(changed, LARGEST) : changed;
        return random.nextInt(4) > 0 ? reader.repair().apply(changed) : changed;
    }

    private byte[] any(SplittableRandom random) {
        List<byte[]> valid = reader.valid();
        return valid.get(random.nextInt(valid.size()));
    }

    private byte[] change(byte[] file, SplittableRandom random) {
        int at = random.nextInt(file.length + 1);
        int length = Math.min(random.nextInt(1, random.nextInt(4) == 0 ? 64 : 9), file.length - at);
        byte[] chunk = Arrays.copyOfRange(file, at, at + length);
        switch (random.nextInt(13)) {
            case 0 -> {
                return replaced(file, at, length, new byte[0]);
            }
            case 1 -> {
                return replaced(file, at, 0, repeated(chunk, random));
            }
            case 2 -> {
                return replaced(file, at, 0, text(TEXTS, random));
            }
            case 3 -> {
                return replaced(file, at, length, repeated(text(TEXTS, random), random));
            }
            case 4 -> {
                return number(file, at, text(NUMBERS, random));
            }
            case 5 -> {
                // Lengths, counts and places, as all binary formats have them.
                byte[] bits = bits(random);
                return replaced(file, at, Math.min(file.length - at, bits.length), bits);
            }
            case 6 -> {
                byte[] other = any(random);
                int from = random.nextInt(other.length);
                return replaced(file, at, file.length - at, Arrays.copyOfRange(other, from, other.length));
            }
            case 7 -> {
                byte[] other = any(random);
                int from = random.nextInt(other.length);
                int to = Math.min(other.length, from + random.nextInt(1, 65));
                return replaced(file, at, random.nextBoolean() ? length : 0, Arrays.copyOfRange(other, from, to));
            }
            case 8 -> {
                byte[] without = replaced(file, at, length, new byte[0]);
                return replaced(without, random.nextInt(without.length + 1), 0, chunk);
            }
            case 9 -> {
                return random.nextInt(4) == 0 ? Arrays.copyOf(file, at) : file;
            }
            case 10 -> {
                return length == 0
                        ? file
                        : replaced(file, at, 1, new byte[] {(byte) (chunk[0] ^ 1 << random.nextInt(8))});
            }
            case 11 -> {
                return cell(file, at, any(random), random);
            }
            default -> {
                byte[] one = {
                    (byte) (random.nextBoolean() ? random.nextInt(256) : "\0\u00ff0159".charAt(random.nextInt(6)))
                };
                return replaced(file, at, Math.min(1, length), one);
            }
        }
    }

    private static byte[] replaced(byte[] file, int at, int length, byte[] by) {
        byte[] longer = new byte[file.length - length + by.length];
        System.arraycopy(file, 0, longer, 0, at);
        System.arraycopy(by, 0, longer, at, by.length);
        System.arraycopy(file, at + length, longer, at + by.length, file.length - at - length);
        return longer;
    }

    /** Few times, and seldom so many that what is not linear takes its time. */
    private static byte[] repeated(byte[] chunk, SplittableRandom random) {
        int times = random.nextInt(1, random.nextInt(128) == 0 ? 1 << 13 : 5);
        byte[] all = new byte[chunk.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = chunk[i % chunk.length];
        }
        return all;
    }

    private static byte[] text(String[] texts, SplittableRandom random) {
        return texts[random.nextInt(texts.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bits(SplittableRandom random) {
        ByteBuffer bits = ByteBuffer.allocate(Long.BYTES)
                .order(random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        if (random.nextBoolean()) {
            return bits.putLong(value).array();
        }
        return Arrays.copyOf(bits.putInt((int) value).array(), Integer.BYTES);
    }

    /** Replaces the next number in digits, or puts one there. */
    private static byte[] number(byte[] file, int from, byte[] by) {
        int at = from;
        while (at < file.length && !isDigit(file[at])) {
            at++;
        }
        int to = at;
        while (to < file.length && isDigit(file[to])) {
            to++;
        }
        return replaced(file, at, to - at, by);
    }

    /** Empties a cell, or takes that of another file, or of another place. */
    private static byte[] cell(byte[] file, int at, byte[] other, SplittableRandom random) {
        int from = begin(file, at);
        int otherAt = random.nextInt(other.length);
        byte[] by = random.nextBoolean()
                ? new byte[0]
                : Arrays.copyOfRange(other, begin(other, otherAt), end(other, otherAt));
        return replaced(file, from, end(file, at) - from, by);
    }

    private static int begin(byte[] file, int at) {
        int begin = at;
        while (begin > 0 && SEPARATORS.indexOf(file[begin - 1]) < 0) {
            begin--;
        }
        return begin;
    }

    private static int end(byte[] file, int at) {
        int end = at;
        while (end < file.length && SEPARATORS.indexOf(file[end]) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
