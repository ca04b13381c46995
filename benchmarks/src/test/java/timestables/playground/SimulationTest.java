package timestables.playground;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import timestables.accuracy.AccumulatedError;
import timestables.arithmetic.Rounding;
import timestables.error.Quantiles;
import timestables.image.Kind;
import timestables.run.Progress;
import timestables.table.Lookup;
import timestables.walk.Baseline;
import timestables.walk.MersenneTwister;
import timestables.walk.Settings;
import timestables.walk.SimulationType;

class SimulationTest {

    private static final Progress SILENT = new Progress(null, 0);

    private static Settings settings(SimulationType type, double range, int steps, long seed, int seeds) {
        return new Settings(type, range, steps, Baseline.FLOAT64, seed, seeds, false);
    }

    private static List<Outcome> run(Settings settings) {
        return new Simulation(settings).run((kind, bits) -> kind.table(bits, settings.maxRange()), SILENT);
    }

    private static double[] finals(List<Outcome> outcomes, Variant.Method method, Kind kind) {
        return outcomes.stream()
                .filter(outcome -> outcome.variant().method() == method
                        && outcome.variant().kind() == kind)
                .mapToDouble(Outcome::finalMapped)
                .toArray();
    }

    @Test
    void drawsAreThePlaygrounds() {
        MersenneTwister random = new MersenneTwister(12345);
        assertEquals(0.9296160928171479, random.getAsDouble());
        assertEquals(0.3163755545817859, random.getAsDouble());
        assertEquals(0.18391881167709445, random.copy().getAsDouble());
        assertEquals(0.18391881167709445, random.getAsDouble());
        MersenneTwister again = new MersenneTwister(12345);
        assertEquals(1.0429616092817149, again.uniform(0.95, 1.05), 1e-15);
        assertEquals(0.9632751109163572, again.uniform(0.9, 1.1), 1e-15);
        // The last number that the state holds, and the first that it does not.
        MersenneTwister refilled = new MersenneTwister(0);
        double last = 0;
        for (int i = 0; i < 313; i++) {
            last = refilled.getAsDouble();
        }
        assertEquals(0.07952208258675575, last, "the 313th of numpy.random.seed(0)");
    }

    @Test
    void chainsOfSeed12345EndWhereThePlaygroundsDo() {
        List<Outcome> outcomes = run(settings(SimulationType.CHAIN, 2, 1024, 12345, 1));
        assertEquals(32, outcomes.size());
        outcomes.forEach(outcome -> assertEquals(0.541736, outcome.finalReference(), 5e-7));
        assertArrayEquals(
                new double[] {0.666667, 0.857143, 1.733333, 2.000000, 1.873016, 0.141732, 0.368627, 0.765301},
                finals(outcomes, Variant.Method.NEAREST, Kind.SIGNED_EXT),
                5e-7);
        assertArrayEquals(
                new double[] {0.666667, 1.637044, 1.839989, 1.874398, 1.908780, 0.777418, 0.459195, 0.533634},
                finals(outcomes, Variant.Method.INTERPOLATED, Kind.SIGNED_EXT),
                5e-7);
        Outcome at256 = outcomes.get(6);
        assertEquals(new Variant(Variant.Method.NEAREST, Kind.SIGNED_EXT, 8), at256.variant());
        assertEquals(31.95, at256.finalPercentError(), 0.005);
        assertEquals(at256.finalAbsError(), at256.finalErrors().medianAbs());
    }

    @Test
    void sumsOfSeed12345EndWhereThePlaygroundsDo() {
        List<Outcome> outcomes = run(settings(SimulationType.DOT, 2, 1024, 12345, 1));
        outcomes.forEach(outcome -> assertEquals(7.941770, outcome.finalReference(), 5e-7));
        assertArrayEquals(
                new double[] {17.333333, 9.142857, -13.066667, 7.225806, 5.523810, 7.181102, 7.764706, 7.857725},
                finals(outcomes, Variant.Method.NEAREST, Kind.SIGNED_EXT),
                5e-7);
    }

    @Test
    void errorsOfFortySeedsAreSpreadAsThePlaygrounds() {
        Outcome.Spread errors =
                run(settings(SimulationType.CHAIN, 2, 1024, 0, 40)).get(6).finalErrors();
        assertEquals(0.057, errors.medianAbs(), 5e-4);
        assertEquals(0.561, errors.maxAbs(), 5e-4);
        assertTrue(errors.p05Abs() < errors.medianAbs() && errors.medianAbs() < errors.p95Abs());
        assertTrue(errors.p95Abs() < errors.maxAbs());
    }

    /** Ends that the playground's formulas give in Python, where the reference is rounded to each type. */
    @ParameterizedTest
    @CsvSource({
        "CHAIN, 2.0, 1024, FLOAT16, 12345, false, 0.529296875, 6, 0.3686274509803922",
        "CHAIN, 2.0, 1024, FLOAT16, 12345, false, 0.529296875, 15, 0.5478196650384035",
        "CHAIN, 2.0, 1024, FLOAT16, 12345, false, 0.529296875, 30, 0.4530798540986383",
        "CHAIN, 1.5, 300, FLOAT32, 7, false, 0.30120787024497986, 6, 0.34705882352941186",
        "CHAIN, 1.5, 300, FLOAT32, 7, false, 0.30120787024497986, 15, 0.30369552705359965",
        "CHAIN, 1.5, 300, FLOAT32, 7, false, 0.30120787024497986, 30, 0.2555471218872751",
        "CHAIN, 4.0, 500, FLOAT16, 42, false, 0.73095703125, 6, 1.772549019607843",
        "CHAIN, 4.0, 500, FLOAT16, 42, false, 0.73095703125, 15, 0.5297098198268593",
        "CHAIN, 4.0, 500, FLOAT16, 42, false, 0.73095703125, 30, 0.8122743969249859",
        "CHAIN, 0.8, 200, FLOAT64, 3, true, 0.24333215419305407, 6, 0.7443478260869565",
        "CHAIN, 0.8, 200, FLOAT64, 3, true, 0.24333215419305407, 15, 0.2755918419932827",
        "CHAIN, 0.8, 200, FLOAT64, 3, true, 0.24333215419305407, 30, 0.40627517305499244",
        "CHAIN, 0.5, 200, FLOAT16, 3, true, 0.1519775390625, 6, 0.5",
        "CHAIN, 0.5, 200, FLOAT16, 3, true, 0.1519775390625, 15, 0.2211792879650018",
        "CHAIN, 0.5, 200, FLOAT16, 3, true, 0.1519775390625, 30, 0.23049263611874973",
        "DOT, 2.0, 1024, FLOAT16, 12345, false, 7.98046875, 6, 7.69140625",
        "DOT, 2.0, 1024, FLOAT16, 12345, false, 7.98046875, 15, 7.875",
        "DOT, 2.0, 1024, FLOAT16, 12345, false, 7.98046875, 30, 7.98046875",
        "DOT, 0.8, 300, FLOAT32, 11, true, -0.07884394377470016, 6, 26.03827667236328",
        "DOT, 0.8, 300, FLOAT32, 11, true, -0.07884394377470016, 15, 4.00368070602417",
        "DOT, 0.8, 300, FLOAT32, 11, true, -0.07884394377470016, 30, 4.01263427734375",
        "DOT, 6.0, 300, FLOAT64, 11, false, -4.434970060037616, 6, -1.788235294117623",
        "DOT, 6.0, 300, FLOAT64, 11, false, -4.434970060037616, 15, -2.3281664033658864",
        "DOT, 6.0, 300, FLOAT64, 11, false, -4.434970060037616, 30, -1.8290377635044455",
        "CHAIN, 2.0, 4000, FLOAT64, 99, false, 0.0970880820623975, 6, 0.07058823529411784",
        "CHAIN, 2.0, 4000, FLOAT64, 99, false, 0.0970880820623975, 15, 0.032680202546531194",
        "CHAIN, 2.0, 4000, FLOAT64, 99, false, 0.0970880820623975, 30, 1.7270135938613546e-15",
    })
    void otherTypesRoundEveryResultOfTheReference(
            SimulationType type,
            double range,
            int steps,
            Baseline baseline,
            long seed,
            boolean compat,
            double reference,
            int variant,
            double mapped) {
        Settings settings = new Settings(type, range, steps, baseline, seed, 1, compat);
        Outcome outcome = run(settings).get(variant);
        assertEquals(reference, outcome.finalReference());
        assertEquals(mapped, outcome.finalMapped(), 1e-9);
    }

    /** The chain as the playground describes it, step by step, at ranges where factors are softened often. */
    @ParameterizedTest
    @CsvSource({"0.05", "0.3", "0.9", "1", "1.5", "2", "7", "40"})
    void chainsFollowTheFormulas(double range) {
        int steps = 500;
        long seed = 77;
        List<Outcome> outcomes = run(new Settings(SimulationType.CHAIN, range, steps, Baseline.FLOAT64, seed, 1, true));
        MersenneTwister random = new MersenneTwister(seed);
        double jitter = Math.min(0.1, 0.2 * range);
        double start = random.uniform(0.95 * (range / 2), 1.05 * (range / 2));
        double[] factors = new double[steps];
        Arrays.setAll(factors, i -> random.uniform(1 - jitter, 1 + jitter));
        for (Outcome outcome : outcomes) {
            Lookup lookup = Simulation.lookup(
                    outcome.variant().kind().table(outcome.variant().bits(), range), true);
            double reference = start;
            double mapped = start;
            for (int i = 0; i < steps; i++) {
                double factor = factors[i];
                if (reference * factor > range) {
                    factor *= range / (reference * factor + 1e-12) * 0.9 + 0.1;
                }
                reference *= factor;
                mapped = outcome.variant().method() == Variant.Method.NEAREST
                        ? lookup.nearest(mapped, factor)
                        : lookup.interpolated(mapped, factor);
                assertEquals(reference, outcome.reference()[i], 1e-12 * range);
                assertEquals(mapped, outcome.mapped()[i], 1e-9 * range);
            }
        }
    }

    /** What the playground gets wrong below a range of 1, and what decoding by the full scale gets right. */
    @ParameterizedTest
    @CsvSource({"0.8, 0.0867, 0.0018", "0.5, 0.168, 0.0011"})
    void decodingByTheLargestCellIsBiasedBelowARangeOfOne(double range, double byLargestCell, double byFullScale) {
        Lookup lookup = new Lookup(Kind.SIGNED_EXT.table(8, range));
        Lookup compat = Simulation.lookup(lookup.table(), true);
        Random random = new Random(1);
        double sum = 0;
        double compatSum = 0;
        int products = 200_000;
        for (int i = 0; i < products; i++) {
            double a = (2 * random.nextDouble() - 1) * range;
            double b = (2 * random.nextDouble() - 1) * range;
            sum += Math.abs(lookup.nearest(a, b) - a * b);
            compatSum += Math.abs(compat.nearest(a, b) - a * b);
        }
        assertEquals(byFullScale, sum / products, 0.07 * byFullScale);
        assertEquals(byLargestCell, compatSum / products, 0.05 * byLargestCell);
    }

    @Test
    void fromARangeOfOneOnCompatibilityChangesNothing() {
        for (double range : new double[] {1, 2}) {
            List<Outcome> compat = run(new Settings(SimulationType.DOT, range, 200, Baseline.FLOAT32, 9, 1, true));
            List<Outcome> plain = run(new Settings(SimulationType.DOT, range, 200, Baseline.FLOAT32, 9, 1, false));
            for (int i = 0; i < plain.size(); i++) {
                assertEquals(plain.get(i).finalMapped(), compat.get(i).finalMapped(), 1e-12);
                assertEquals(
                        plain.get(i).rounding().toString(),
                        plain.get(i).variant().method().id());
            }
        }
    }

    @Test
    void belowARangeOfOneNearestLookupsAreStochasticAndRepeatable() {
        Settings settings = settings(SimulationType.DOT, 0.5, 300, 5, 1);
        List<Outcome> first = run(settings);
        List<Outcome> second = run(settings);
        for (int i = 0; i < first.size(); i++) {
            Outcome outcome = first.get(i);
            boolean nearest = outcome.variant().method() == Variant.Method.NEAREST;
            assertEquals(nearest ? Rounding.STOCHASTIC : Rounding.INTERPOLATED, outcome.rounding());
            assertEquals(outcome.finalMapped(), second.get(i).finalMapped());
        }
        Settings compat = new Settings(SimulationType.DOT, 0.5, 300, Baseline.FLOAT64, 5, 1, true);
        assertEquals(Rounding.NEAREST, run(compat).getFirst().rounding());
    }

    /** The numbers that decide which way operands round follow those that the operands were made of. */
    @Test
    void stochasticLookupsDrawFromWhereTheOperandsEnd() {
        int steps = 300;
        MersenneTwister random = new MersenneTwister(5);
        random.uniforms(0, 1, 1 + steps);
        double[] a = random.uniforms(-0.25, 0.25, steps);
        double[] b = random.uniforms(-0.25, 0.25, steps);
        for (Outcome outcome :
                run(settings(SimulationType.DOT, 0.5, steps, 5, 1)).subList(0, 16)) {
            MersenneTwister rest = random.copy();
            Lookup lookup =
                    new Lookup(outcome.variant().kind().table(outcome.variant().bits(), 0.5));
            double sum = 0;
            for (int i = 0; i < steps; i++) {
                sum += lookup.stochastic(a[i], b[i], rest);
                assertEquals(sum, outcome.mapped()[i]);
            }
        }
    }

    @Test
    void spreadsAreQuantilesOfTheSeedsErrors() {
        int steps = 60;
        List<Outcome> many = run(settings(SimulationType.DOT, 2, steps, 10, 5));
        List<List<Outcome>> single = new ArrayList<>();
        for (int seed = 10; seed < 15; seed++) {
            single.add(run(settings(SimulationType.DOT, 2, steps, seed, 1)));
        }
        for (int variant : new int[] {1, 6, 13, 30}) {
            for (int step : new int[] {0, 30, steps - 1}) {
                double[] signed = single.stream()
                        .map(outcomes -> outcomes.get(variant))
                        .mapToDouble(outcome -> outcome.mapped()[step] - outcome.reference()[step])
                        .toArray();
                double[] percent = single.stream()
                        .mapToDouble(outcomes -> outcomes.get(variant).percentError()[step])
                        .toArray();
                double mean = Arrays.stream(signed).sum() / 5;
                Quantiles absolute =
                        new Quantiles(Arrays.stream(signed).map(Math::abs).toArray());
                Quantiles ofSigned = new Quantiles(signed);
                Quantiles ofPercent = new Quantiles(percent);
                assertEquals(
                        new Outcome.Spread(
                                absolute.at(0.05),
                                absolute.median(),
                                absolute.at(0.95),
                                absolute.max(),
                                ofSigned.at(0.05),
                                ofSigned.at(0.95),
                                mean,
                                ofPercent.at(0.05),
                                ofPercent.median(),
                                ofPercent.at(0.95)),
                        many.get(variant).errors().get(step));
            }
        }
    }

    @Test
    void aReferenceNextToZeroHasNoErrorInPercent() {
        assertEquals(0, Outcome.percentError(1e-6, 1));
        assertEquals(0, Outcome.percentError(-1e-7, 1));
        assertEquals(100, Outcome.percentError(-2e-6, -4e-6), 1e-9);
        assertEquals(25, Outcome.percentError(4, 3));
    }

    /** The first of many seeds is the one seed. */
    @Test
    void seedsFollowOneAfterTheOther() {
        List<Outcome> many = run(settings(SimulationType.CHAIN, 2, 100, 4294967295L, 3));
        List<Double> ends = new ArrayList<>();
        for (long seed : new long[] {4294967295L, 0, 1}) {
            Outcome one = run(settings(SimulationType.CHAIN, 2, 100, seed, 1)).get(20);
            ends.add(one.finalAbsError());
            if (seed == 4294967295L) {
                assertArrayEquals(one.mapped(), many.get(20).mapped());
                assertEquals(one.saturations(), many.get(20).saturations());
            }
        }
        ends.sort(null);
        assertEquals(ends.get(1), many.get(20).finalErrors().medianAbs());
        assertEquals(ends.get(2), many.get(20).finalErrors().maxAbs());
    }

    @Test
    void longWalksKeepEvenlySpacedStepsAndTheLast() {
        Outcome outcome = run(settings(SimulationType.CHAIN, 2, 100_000, 1, 1)).getFirst();
        int[] steps = outcome.steps();
        assertTrue(steps.length < 2100);
        assertEquals(1, steps[0]);
        assertEquals(100_000, steps[steps.length - 1]);
        for (int step : AccumulatedError.milestones(100_000)) {
            assertTrue(Arrays.binarySearch(steps, step) >= 0, () -> "step " + step);
        }
        assertArrayEquals(
                new int[] {1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100},
                AccumulatedError.milestones(100));
    }

    @Test
    void productsThatLeaveTheRangeAreCounted() {
        // All factors are below 2, and all operands within half the range: only large ranges have such products.
        assertEquals(
                0, run(settings(SimulationType.DOT, 2, 1000, 1, 1)).getFirst().saturations());
        long saturations =
                run(settings(SimulationType.DOT, 8, 1000, 1, 1)).getFirst().saturations();
        // A factor near 1 leaves a range below it, whatever the product.
        assertEquals(
                100,
                run(settings(SimulationType.CHAIN, 0.5, 100, 1, 1)).getFirst().saturations());
        // |ab| > 8 of uniform operands in (-4, 4): one half less half a logarithm of two.
        assertEquals(1000 * (0.5 - 0.5 * Math.log(2)), saturations, 50);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, FLOAT16, 0, 1",
        "-1, 10, FLOAT16, 0, 1",
        "NaN, 10, FLOAT16, 0, 1",
        "1e308, 10, FLOAT64, 0, 1",
        "1e6, 10, FLOAT16, 0, 1",
        "500, 10, FLOAT8, 0, 1",
        "1e-9, 10, FLOAT16, 0, 1",
        "2, 0, FLOAT16, 0, 1",
        "2, -5, FLOAT16, 0, 1",
        "2, 1000000000, FLOAT16, 0, 1",
        "2, 100000, FLOAT16, 0, 100",
        "2, 10, FLOAT16, -1, 1",
        "2, 10, FLOAT16, 4294967296, 1",
        "2, 10, FLOAT16, 0, 0",
        "2, 1, FLOAT16, 0, 100000"
    })
    void whatCannotBeSimulatedIsRefused(double range, int steps, Baseline baseline, long seed, int seeds) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Settings(SimulationType.CHAIN, range, steps, baseline, seed, seeds, false));
    }

    @Test
    void sumsThatLeaveTheTypeOfTheReferenceAreRefused() {
        Settings settings = new Settings(SimulationType.DOT, 1000, 1000, Baseline.FLOAT16, 1, 1, false);
        String message = assertThrows(IllegalArgumentException.class, () -> run(settings))
                .getMessage();
        assertTrue(message.contains("65504"), message);
    }
}
