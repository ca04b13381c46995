package timestables.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.contender.Size;
import timestables.image.TableImage;
import timestables.run.RunOptions;
import timestables.tensors.TensorFile;
import timestables.walk.Baseline;
import timestables.walk.Settings;
import timestables.walk.SimulationType;

/** Command lines that are parsed as the program does, which stops short of what they ask for. */
public final class Arguments {

    /** Of every command. */
    public static final List<List<String>> VALID = Stream.of(
                    "",
                    "--minutes 3 --all --seed 7 --quiet",
                    "--resume run --output-dir=out",
                    "Multiply -p contender=float32,table4 -p size=64x1024 -f 5",
                    "accuracy --operands pairs.csv:x",
                    "advise --weights m.st:w --calibrate --activations x.npy --min-snr 20 --run r",
                    "advise --model minilm --minutes 0 --max-rmse 0.5 --activation-bits 4",
                    "break-even --minutes 2.5",
                    "figure --bits 4 --format nf4",
                    "inspect t.bin --cell-bits 8 --rows 4",
                    "report a b",
                    "compare a b --fail-above 10",
                    "simulate --max-range 2.0 --steps 1024 --baseline-dtype float16 --seeds 9 --show-error",
                    "simulate --simulation-type dot --compat",
                    "maps --max-range 1e-3",
                    "batch-export --steps 100,1000 --dest-root d",
                    "export-examples --source a --dest b --no-force",
                    "completion",
                    "advise -h")
            .map(words -> List.of(words.split(" ")))
            .toList();

    private Arguments() {}

    /** What is to be done with the words that an option has. */
    private interface Conversion {
        void of(String word);
    }

    private static final List<Conversion> CONVERSIONS = List.of(
            Size.Form.ELEMENTS::parse,
            Size.Form.STEPS::parse,
            Size.Form.MATRIX::parse,
            Size.Form.MATRICES::parse,
            Operation.GEMM::size,
            Operation.GEMV::contender,
            OperandForm::of,
            SimulationType::named,
            Baseline::named,
            TableImage::titled,
            TensorFile::read,
            word -> Settings.checkRange(Double.parseDouble(word)));

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException if it is refused, of what is then told on standard error
     */
    public static void parse(List<String> words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int status;
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Main.commandLine(new RunOptions(words));
            status = line.setExecutionStrategy(parsed -> 0).execute(words.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        for (String word : words) {
            CONVERSIONS.forEach(conversion -> convert(conversion, word));
        }
        if (status != 0) {
            String line = told.toString(StandardCharsets.UTF_8).stripTrailing();
            // It repeats what was typed, which may be long and in any language.
            throw new IllegalArgumentException(
                    line.replaceAll("[^\\p{ASCII}\\p{Cc}]", "?").substring(0, Math.min(line.length(), 400)));
        }
    }

    private static void convert(Conversion conversion, String word) {
        try {
            conversion.of(word);
        } catch (IllegalArgumentException e) {
            // As is right for most words.
        }
    }
}
