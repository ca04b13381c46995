package timestables.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Multipliers written down as CSV. */
final class MultiplierCsv {

    private MultiplierCsv() {}

    /** Writes the products of all pairs of operands. */
    static Path write(Path file, int size, OperandOrder order, IntBinaryOperator multiplier) throws IOException {
        return Files.write(
                file,
                IntStream.range(0, size)
                        .mapToObj(row -> IntStream.range(0, size)
                                .map(column ->
                                        multiplier.applyAsInt(order.operand(row, size), order.operand(column, size)))
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(",")))
                        .toList());
    }

    /** The block whose 3 times 3 is 7 (P. Kulkarni, P. Gupta and M. Ercegovac, VLSI Design 2011). */
    static int kulkarni(int a, int b) {
        return a == 3 && b == 3 ? 7 : a * b;
    }
}
