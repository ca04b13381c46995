package timestables.contender;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large an operation is: a product of an {@code m x k} matrix with a {@code k x n} one. Element-wise operations and
 * sums of {@code k} elements have {@code m = n = 1}; so many independent chains of {@code k} steps are {@code n}.
 */
public record Size(int m, int k, int n) {

    /** Which dimensions a size names, in which order. */
    public enum Form {
        /** {@code 1024}: elements. */
        ELEMENTS("N", "([1-9][0-9]*)") {
            @Override
            Size of(int[] numbers) {
                return new Size(1, numbers[0], 1);
            }
        },
        /** {@code 1024} or {@code 64x1024}: steps, of one chain or of so many. */
        STEPS("STEPS or STEPSxCHAINS", "([1-9][0-9]*)(?:x([1-9][0-9]*))?") {
            @Override
            Size of(int[] numbers) {
                return new Size(1, numbers[0], numbers[1]);
            }
        },
        /** {@code 4096x4096}: rows and columns of a matrix. */
        MATRIX("MxK", "([1-9][0-9]*)x([1-9][0-9]*)") {
            @Override
            Size of(int[] numbers) {
                return new Size(numbers[0], numbers[1], 1);
            }
        },
        /** {@code 1024x1024x64}: rows and columns of a matrix, columns of the other one. */
        MATRICES("MxKxN", "([1-9][0-9]*)x([1-9][0-9]*)x([1-9][0-9]*)") {
            @Override
            Size of(int[] numbers) {
                return new Size(numbers[0], numbers[1], numbers[2]);
            }
        };

        private final String shape;
        private final Pattern pattern;

        Form(String shape, String pattern) {
            this.shape = shape;
            this.pattern = Pattern.compile(pattern);
        }

        abstract Size of(int[] numbers);

        /** The names of the dimensions, such as {@code MxK}. */
        public String shape() {
            return shape;
        }

        /**
         * Reads a size.
         *
         * @throws IllegalArgumentException if {@code text} is none of this form, or a dimension exceeds an int
         */
        public Size parse(String text) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "size '%s' is not of the form %s, with whole numbers above 0".formatted(text, shape));
            }
            int[] numbers = new int[matcher.groupCount()];
            Arrays.fill(numbers, 1);
            for (int i = 0; i < numbers.length; i++) {
                String number = matcher.group(i + 1);
                if (number != null) {
                    try {
                        numbers[i] = Integer.parseInt(number);
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(
                                "size %s does not fit: %s exceeds %d".formatted(text, number, Integer.MAX_VALUE), e);
                    }
                }
            }
            return of(numbers);
        }
    }

    /** Products. */
    public double elements() {
        return (double) m * k * n;
    }
}
