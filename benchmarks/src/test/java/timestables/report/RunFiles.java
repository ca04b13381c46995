package timestables.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import timestables.accuracy.AccumulatedError;
import timestables.accuracy.AccuracyRow;
import timestables.arithmetic.Accumulation;
import timestables.arithmetic.Distribution;
import timestables.arithmetic.Rounding;
import timestables.contender.OperandForm;
import timestables.contender.Operation;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.run.Environment.Fact;
import timestables.speed.Case;
import timestables.speed.Throughput;
import timestables.speed.Verdict;

/** The folder of a run that never was, with as many rows as a test wants. */
public final class RunFiles {

    static final List<String> MULTIPLY = List.of("float32", "int8", "table2", "table4", "table8");
    static final List<String> GEMV_SIZES = List.of("64x64", "1024x1024", "4096x4096");

    private RunFiles() {}

    static Throughput speed(Operation operation, String contender, String size, double perNs, double speedup) {
        Case timed = new Case(operation, contender, size, OperandForm.CODES);
        double ns = timed.parsedSize().elements() / perNs;
        Integer bits = contender.startsWith("table") ? contender.charAt(5) - '0' : null;
        return new Throughput(
                timed,
                bits,
                bits == null ? null : 8,
                bits == null ? null : 1 << 2 * bits,
                3,
                ns,
                0.9 * ns,
                1.1 * ns,
                perNs,
                speedup,
                0.9 * speedup,
                1.1 * speedup,
                "float32",
                speedup > 1.1 ? Verdict.FASTER : Verdict.UNDECIDED,
                null,
                5,
                30,
                "layout: in registers; 256-bit vectors",
                "-XX:UseAVX=2");
    }

    static AccuracyRow error(Operation operation, String contender, String format, String size, double snr) {
        Integer bits = contender.startsWith("table") ? contender.charAt(5) - '0' : null;
        double rmse = Math.pow(10, -snr / 20);
        return new AccuracyRow(
                operation,
                contender,
                format,
                Rounding.NEAREST,
                Accumulation.NONE,
                bits,
                bits == null ? null : 8,
                1.0,
                Distribution.UNIFORM,
                size,
                40,
                snr,
                rmse,
                rmse,
                2 * rmse,
                rmse,
                0,
                rmse,
                rmse,
                0.5,
                0,
                null);
    }

    /** Five contenders of multiply in two formats each, and gemv at three sizes. */
    static Path write(Path folder, String processor) throws IOException {
        List<Throughput> speeds = new ArrayList<>();
        List<AccuracyRow> errors = new ArrayList<>();
        for (int i = 0; i < MULTIPLY.size(); i++) {
            String id = MULTIPLY.get(i);
            speeds.add(speed(Operation.MULTIPLY, id, "1024", 20.25 + i, 1 + i / 4.0));
            errors.add(error(Operation.MULTIPLY, id, "linear", "1024", i == 0 ? 150 : 40.625 - 5 * i));
            errors.add(error(Operation.MULTIPLY, id, "log", "1024", 12 - i));
        }
        for (String size : GEMV_SIZES) {
            speeds.add(speed(Operation.GEMV, "float32", size, 25, 1));
            speeds.add(speed(Operation.GEMV, "float16", size, 20, 0.8));
            speeds.add(speed(Operation.GEMV, "table4", size, 150, 6));
        }
        return write(folder, processor, speeds, errors, drift());
    }

    /** A row or two of each kind. */
    public static Path writeFew(Path folder) throws IOException {
        return write(
                folder,
                "Z80",
                List.of(
                        speed(Operation.MULTIPLY, "float32", "1024", 20, 1),
                        speed(Operation.MULTIPLY, "table4", "1024", 30, 1.5),
                        speed(Operation.GEMV, "table4", "64x64", 150, 6)),
                List.of(
                        error(Operation.MULTIPLY, "float32", "float32", "1024", 150),
                        error(Operation.MULTIPLY, "table4", "log", "1024", 20)),
                drift().subList(0, 1));
    }

    private static List<AccumulatedError> drift() {
        List<AccumulatedError> rows = new ArrayList<>();
        for (int step : new int[] {1, 10, 100}) {
            double[] errors = {0.001 * step, -0.002 * step, 0.003 * step};
            rows.add(AccumulatedError.of(
                    Operation.CHAIN_BOUNDED, "table8", "linear", Rounding.NEAREST, 8, 2, step, errors));
            rows.add(AccumulatedError.of(
                    Operation.CHAIN_BOUNDED, "float16", "float16", Rounding.NEAREST, null, 2, step, errors));
        }
        return rows;
    }

    static Path write(
            Path folder,
            String processor,
            List<Throughput> speeds,
            List<AccuracyRow> errors,
            List<AccumulatedError> accumulated)
            throws IOException {
        Files.createDirectories(folder);
        CsvFile.write(
                folder.resolve(Environment.FILE),
                Fact.class,
                List.of(
                        new Fact(Environment.CPU_MODEL, processor),
                        new Fact("l1_data_cache", "48K"),
                        new Fact("l2_unified_cache", "1024K"),
                        new Fact("l3_unified_cache", "32M"),
                        new Fact(Environment.JVM, "OpenJDK 64-Bit Server VM 25.0.3+9-LTS, Temurin-25.0.3+9"),
                        new Fact(Environment.VECTOR_BITS, "512"),
                        new Fact(Environment.DATE, "2026-11-28T06:00:00Z")));
        CsvFile.write(folder.resolve(Throughput.FILE), Throughput.class, speeds);
        CsvFile.write(folder.resolve(AccuracyRow.FILE), AccuracyRow.class, errors);
        CsvFile.write(folder.resolve(AccumulatedError.FILE), AccumulatedError.class, accumulated);
        return folder;
    }
}
