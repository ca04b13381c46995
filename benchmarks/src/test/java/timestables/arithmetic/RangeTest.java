package timestables.arithmetic;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import timestables.format.Codebook;
import timestables.format.FixedPoint;
import timestables.format.MiniFloat;

class RangeTest {

    @Test
    void whatRoundingExplainsIsNotCutOff() {
        Range integers = Range.of(new FixedPoint(8, 7));
        assertFalse(integers.excludes(127.5 / 128));
        assertTrue(integers.excludes(1));
        assertFalse(integers.excludes(-128.5 / 128));
        assertTrue(integers.excludes(-129.0 / 128));
        // Of the numbers 0, 0, 0, 1, 2, 3 as a codebook learns them.
        Range learned = Range.of(new Codebook("learned", 0.25, 2.5));
        assertFalse(learned.excludes(0));
        assertTrue(learned.excludes(4));
        // As the Open Compute Project has it, 464 is the last that is not beyond 448.
        assertFalse(Range.of(MiniFloat.E4M3).excludes(464));
        assertTrue(Range.of(MiniFloat.E4M3).excludes(465));
    }
}
