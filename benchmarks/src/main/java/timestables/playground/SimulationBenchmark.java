package timestables.playground;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import timestables.plot.PalettePng;
import timestables.run.Progress;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;

/** A whole simulation, once, in a JVM that has compiled nothing yet: what a user waits for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "-Xmx512m")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class SimulationBenchmark {

    /** How many seeds all variants follow. */
    @Param({"1", "1000"})
    public int seeds;

    /** The default simulation, its tables too, without plots. */
    @Benchmark
    public List<?> variants() {
        return new Simulation(settings()).run((kind, bits) -> kind.table(bits, 2.0), new Progress(null, 0));
    }

    /** The plots of the same, with panels of errors, as bytes. */
    @Benchmark
    public long plots() throws IOException {
        Settings settings = settings();
        List<Outcome> outcomes =
                new Simulation(settings).run((kind, bits) -> kind.table(bits, 2.0), new Progress(null, 0));
        SimulationPlots plots = new SimulationPlots(settings);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Outcome outcome : outcomes) {
            PalettePng.write(plots.draw(outcome, true), bytes);
        }
        PalettePng.write(plots.overview(outcomes), bytes);
        return bytes.size();
    }

    private Settings settings() {
        return new Settings(SimulationType.CHAIN, 2.0, 1024, Baseline.FLOAT16, 12345, seeds, false);
    }
}
