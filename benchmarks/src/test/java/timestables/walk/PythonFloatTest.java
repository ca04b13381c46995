package timestables.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFloatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.0",
                "0.5",
                "0.25",
                "1e-05",
                "1.5e-05",
                "0.0001",
                "0.001",
                "123456.789",
                "1000000000000000.0",
                "1e+16",
                "1.25e+16",
                "1.2345678901234568e+17",
                "1e+50",
                "1e-50",
                "100.0",
                "-2.5",
                "0.0"
            })
    void numbersPrintAsPythonPrintsThem(String text) {
        assertEquals(text, PythonFloat.text(Double.parseDouble(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0078125, 6, 0.007812",
        "0.0234375, 6, 0.023438",
        "2.675, 2, 2.67",
        "31.95, 2, 31.95",
        "-1e-9, 6, -0.000000",
        "1e22, 2, 10000000000000000000000.00",
        "0, 6, 0.000000"
    })
    void digitsAreRoundedAsPythonRoundsThem(double value, int digits, String text) {
        assertEquals(text, PythonFloat.text(value, digits));
    }
}
