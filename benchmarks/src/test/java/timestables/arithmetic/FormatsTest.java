package timestables.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.format.Format;
import timestables.format.Linear;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "2, linear log geometric learned",
        "3, linear log geometric learned",
        "4, linear log geometric float4-e2m1 nf4 learned",
        "5, linear log geometric learned",
        "6, linear log geometric float6-e2m3 float6-e3m2 posit6 learned",
        "7, linear log geometric learned",
        "8, linear log geometric float8-e4m3 float8-e5m2 posit8 learned",
        "9, linear log geometric"
    })
    void everyNumberOfBitsHasItsFormats(int bits, String names) {
        List<Format> formats = Formats.of(bits, 2);
        assertEquals(names, formats.stream().map(Format::name).collect(Collectors.joining(" ")));
        for (Format format : formats) {
            assertEquals(bits, format.bits());
            // Only what is learned gives up the rare numbers at the ends.
            assertTrue(format.name().equals("learned") || format.greatest() >= 2);
        }
    }

    @Test
    void formatsAreMadeOnceForEachRange() {
        assertSame(Formats.of(8, 2), Formats.of(8, 2));
        assertEquals(new Linear(8, 3), Formats.of(8, 3).get(0));
    }
}
