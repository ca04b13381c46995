package timestables.operands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import timestables.arithmetic.Formats;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Staircase;
import timestables.format.Symmetric;

class StaircaseTest {

    @Test
    void everyStepBeginsWithTheLeastNumberThatIsEncodedAsItsValue() {
        for (int bits = 2; bits <= 9; bits++) {
            for (Format format : Formats.of(bits, 3)) {
                Staircase stairs = Staircase.of(format);
                for (int i = 0; i < stairs.starts().length; i++) {
                    double start = stairs.starts()[i];
                    assertEquals(stairs.values()[i + 1], roundTrip(format, start), format + " at " + start);
                    assertTrue(roundTrip(format, Math.nextDown(start)) < roundTrip(format, start), format.toString());
                }
                assertEquals(format.reach(), stairs.reach(), format.toString());
            }
        }
    }

    @Test
    void aValueThatNothingIsEncodedAsHasNoWidth() {
        Staircase stairs = Staircase.of(new Symmetric(4, 7));
        assertEquals(-8, stairs.values()[0]);
        assertEquals(Double.NEGATIVE_INFINITY, stairs.starts()[0]);
        assertEquals(7, stairs.reach());
    }

    @Test
    void endsNeedNotBeAlike() {
        assertEquals(127, Staircase.of(new Codebook("uneven", -127, -5, 2, 113)).reach());
    }

    private static double roundTrip(Format format, double number) {
        return format.decode(format.encode(number)) + 0.0;
    }
}
