package timestables.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import timestables.contender.Contender;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.speed.Case;

class TourTest {

    @Test
    void whatIsAskedExists() {
        Tour.QUESTION.lines().forEach(line -> {
            List<String> words = List.of(line.split(" "));
            Operation operation = Operation.of(words.get(0));
            assertTrue(
                    operation.workload().sizes().stream()
                            .anyMatch(size -> size.size().equals(words.get(1))),
                    line);
            OperandForm operands = OperandForm.of(words.get(2));
            words.stream()
                    .skip(3)
                    .forEach(id -> assertTrue(operation.contender(id).takes(operands), id));
        });
    }

    /** So that each has its error, and no figure is without a divisor. */
    @Test
    void theQuestionIsAPartOfEverythingAndHasItsBaselines() {
        List<Case> question = Tour.question();
        assertEquals(question.size(), new HashSet<>(question).size());
        assertTrue(Tour.everything().containsAll(question));
        for (Case timed : question) {
            assertTrue(question.contains(timed.with(Contender.FLOAT32)), timed.toString());
        }
        assertEquals(Operation.TIMED, operations(question.stream()));
        assertEquals(Operation.TIMED, operations(Tour.everything().stream()));
    }

    /** Blocks of integers are variants beside int8, not what is faster of our int8 and a library's. */
    @Test
    void integersInBlocksAreTimedAtTheFirstSizesOfEverythingAlone() {
        assertTrue(Tour.question().stream().noneMatch(timed -> timed.contender().startsWith("int8-block")));
        for (Operation operation : List.of(Operation.GEMV, Operation.GEMM)) {
            String first = operation.workload().sizes().getFirst().size();
            assertEquals(
                    Stream.of(32, 64, 128)
                            .map(length -> new Case(operation, "int8-block" + length, first))
                            .toList(),
                    Tour.everything().stream()
                            .filter(timed -> timed.operation() == operation
                                    && timed.contender().startsWith("int8-block"))
                            .toList());
        }
    }

    private static List<Operation> operations(Stream<Case> cases) {
        return cases.map(Case::operation).distinct().sorted().toList();
    }
}
