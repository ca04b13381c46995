package timestables.playground;

import java.time.Instant;
import java.util.OptionalLong;
import picocli.CommandLine.Option;
import timestables.walk.Baseline;
import timestables.walk.MersenneTwister;
import timestables.walk.Settings;
import timestables.walk.SimulationType;

/** What every command that simulates can be told. */
public final class SimulationOptions {

    @Option(
            names = "--max-range",
            paramLabel = "R",
            description = "largest operand of the tables; default: ${DEFAULT-VALUE}")
    private double maxRange = 2.0;

    @Option(
            names = "--simulation-type",
            paramLabel = "TYPE",
            description = "chain: each product is a factor of the next; dot: they are added up, and matmul is another"
                    + " name for that; default: ${DEFAULT-VALUE}")
    private String type = "chain";

    @Option(
            names = "--baseline-dtype",
            paramLabel = "TYPE",
            description = "type of the reference: float8 (E4M3), float8-e5m2, float16, float32 or float64; default:"
                    + " ${DEFAULT-VALUE}")
    private String baseline = "float16";

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "repeat over so many seeds, from --seed on, and show how their errors are spread; default:"
                    + " ${DEFAULT-VALUE}")
    private int seeds = 1;

    @Option(names = "--show-error", description = "add the error in percent to the plots")
    private boolean showError;

    @Option(
            names = "--compat",
            description =
                    "as the original playground: decode by the largest cell instead of the full scale, and below a"
                            + " range of 1 keep nearest lookups deterministic")
    private boolean compat;

    /**
     * What to simulate.
     *
     * @param seed the seed that the user names; without one, the clock makes it
     * @throws IllegalArgumentException naming what cannot be simulated
     */
    public Settings settings(int steps, OptionalLong seed) {
        return new Settings(
                SimulationType.named(type),
                maxRange,
                steps,
                Baseline.named(baseline),
                seed.orElseGet(SimulationOptions::clock),
                seeds,
                compat);
    }

    private static long clock() {
        Instant now = Instant.now();
        return (now.getEpochSecond() * 1_000_000_000 + now.getNano()) % MersenneTwister.SEEDS;
    }

    /** Whether plots have a panel of the error in percent. */
    public boolean showError() {
        return showError;
    }
}
