package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> KNOWN = List.of("contender", "size", "table4", "table4-scalar");

    @Test
    void aLetterTooManyTooFewOrAnotherIsForgiven() {
        for (String name : List.of("sizes", "siz", "sise", "size")) {
            assertEquals(Optional.of("size"), Spelling.nearest(name, KNOWN), name);
        }
        assertEquals(Optional.of("contender"), Spelling.nearest("contnedor", KNOWN));
        assertEquals(Optional.of("table4-scalar"), Spelling.nearest("table4-scaler", KNOWN));
    }

    @Test
    void whatResemblesNothingHasNoNearest() {
        for (String name : List.of("", "seed", "float32")) {
            assertEquals(Optional.empty(), Spelling.nearest(name, KNOWN), name);
        }
        assertEquals(Optional.empty(), Spelling.nearest("size", List.of()));
        assertEquals(
                "no size is named 'seed'; there are size, contender",
                Spelling.unknown("size", "seed", List.of("size", "contender")));
    }

    @Test
    void whatContainsTheNameIsNearest() {
        assertEquals(
                List.of("layer.0.Dense.weight", "bias", "layer.0"),
                Spelling.nearestFirst("dense", List.of("layer.0", "bias", "layer.0.Dense.weight")));
        String other = "a".repeat(100_000);
        assertEquals(List.of("b", other), Spelling.nearestFirst("b", List.of(other, "b")));
    }
}
