package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import timestables.accuracy.AccuracyRow;

class TradeoffTest {

    private static Throughput.Row timing(String operation, String contender, String size, double elementsPerNs) {
        return new Throughput.Row(
                operation,
                contender,
                size,
                1,
                null,
                null,
                null,
                12,
                1,
                0.1,
                elementsPerNs,
                0.1,
                1.0,
                0.0,
                1,
                5,
                "",
                "");
    }

    private static AccuracyRow error(
            String operation, String contender, String format, String distribution, String size, double rmse) {
        return new AccuracyRow(
                operation,
                contender,
                format,
                "nearest",
                "",
                null,
                null,
                null,
                distribution,
                size,
                1,
                0,
                rmse,
                2 * rmse,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    @Test
    void aTimingIsJoinedWithEveryFormat() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(timing("multiply", "table4", "64", 50)),
                List.of(
                        error("multiply", "table4", "linear", "uniform", "1024", 0.1),
                        error("multiply", "table4", "log", "uniform", "1024", 0.2),
                        error("multiply", "table4", "log", "normal", "1024", 0.3),
                        error("dot", "table4", "log", "uniform", "64", 0.3),
                        error("multiply", "table5", "log", "uniform", "1024", 0.3)));
        assertEquals(
                List.of("linear", "log"),
                rows.stream().map(Tradeoff.Row::format).toList());
        assertEquals(0.4, rows.get(1).maxAbsError());
        assertEquals("64", rows.get(1).size());
    }

    @Test
    void errorsOfSumsAreJoinedBySize() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(timing("dot", "int8", "1048576", 5), timing("dot", "int8", "1024", 7)),
                List.of(
                        error("dot", "int8", "fixed", "uniform", "1024", 0.1),
                        error("dot", "int8", "fixed", "uniform", "1048576", 0.2)));
        assertEquals(List.of(0.1, 0.2), rows.stream().map(Tradeoff.Row::rmse).toList());
    }

    @Test
    void aRowIsParetoUnlessAnotherIsBothFasterAndMoreAccurate() {
        List<Tradeoff.Row> rows = Tradeoff.join(
                List.of(
                        timing("multiply", "float32", "64", 10),
                        timing("multiply", "table4", "64", 50),
                        timing("multiply", "table8", "64", 5),
                        timing("multiply", "float64", "64", 5),
                        timing("multiply", "table8", "1024", 5)),
                List.of(
                        error("multiply", "float32", "float32", "uniform", "1024", 1e-8),
                        error("multiply", "table4", "linear", "uniform", "1024", 0.1),
                        error("multiply", "table8", "linear", "uniform", "1024", 0.01),
                        error("multiply", "float64", "float64", "uniform", "1024", 1e-17)));
        assertEquals(
                List.of("table4 true", "float32 true", "table8 false", "float64 true", "table8 true"),
                rows.stream().map(row -> row.contender() + " " + row.pareto()).toList());
    }
}
