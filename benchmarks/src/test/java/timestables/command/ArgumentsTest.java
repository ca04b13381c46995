package timestables.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void aQuoteInAListIsRefusedInOneLine() {
        assertEquals(
                "Invalid value for option '--steps' (N): '1\"2' is not an int",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Arguments.parse(List.of("batch-export", "--steps", "100,1\"2")))
                        .getMessage());
    }
}
