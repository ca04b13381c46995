package timestables.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaircaseTest {

    /** Of a range, but for posits, which have their own. */
    static List<Format> formats(double range) {
        List<Format> formats = new ArrayList<>();
        for (int bits = 2; bits <= 9; bits++) {
            formats.add(new Linear(bits, range));
            formats.add(new Log(bits, range));
            formats.add(new Geometric(bits, range));
        }
        for (MiniFloat format :
                List.of(MiniFloat.E2M1, MiniFloat.E2M3, MiniFloat.E3M2, MiniFloat.E4M3, MiniFloat.E5M2)) {
            formats.add(Scaled.toReach(format, range));
        }
        formats.add(new Posit(6));
        formats.add(new Posit(8));
        formats.add(Codebook.normalFloat4(range));
        formats.add(Codebook.learned(5, CodebookTest.normal(1000)));
        return formats;
    }

    @Test
    void everyStepBeginsWithTheLeastNumberThatIsEncodedAsItsValue() {
        for (Format format : formats(3)) {
            Staircase stairs = Staircase.of(format);
            for (int i = 0; i < stairs.starts().length; i++) {
                double start = stairs.starts()[i];
                assertEquals(stairs.values()[i + 1], roundTrip(format, start), format + " at " + start);
                assertTrue(roundTrip(format, Math.nextDown(start)) < roundTrip(format, start), format.toString());
            }
            assertEquals(format.reach(), stairs.reach(), format.toString());
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
