package timestables.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import timestables.accuracy.Accuracy;
import timestables.accuracy.AccuracyRow;
import timestables.accuracy.AccuracyTable;
import timestables.accuracy.Drift;
import timestables.accuracy.TableErrors;
import timestables.contender.Workload;
import timestables.operands.OperandAccuracy;
import timestables.operands.OperandPairs;
import timestables.run.CsvFile;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.run.RunOptions;
import timestables.tensors.Matrix;
import timestables.tensors.TensorFile;

/** Measures errors alone. */
@Command(
        name = "accuracy",
        description =
                "Measures the error of every contender, over all pairs of codes and over random operands. For one seed the"
                        + " figures are the same on every machine. With --operands, the errors that tables of every format, and"
                        + " float16 and float32, make on your own numbers.%n")
final class AccuracyCommand implements Callable<Integer> {

    private final RunOptions run;

    @Option(
            names = "--operands",
            paramLabel = "FILE[:NAME]",
            description =
                    "your own numbers: CSV, an array of floats or integers that numpy.save wrote, or a model in safetensors,"
                            + " GGUF or ONNX; of one with several tensors, one is named as FILE:NAME. Two columns are left"
                            + " and right operands; of more columns, rows 1 and 2 are, then 3 and 4, and so on, each two with"
                            + " their dot product; of one column or row, numbers 1 and 2, then 3 and 4. Every format gets the"
                            + " range that encodes them best, for the left and for the right, where these are apart")
    private String operands;

    AccuracyCommand(RunOptions run) {
        this.run = run;
    }

    @Override
    public Integer call() {
        return operands == null ? measureAll() : measureOwn();
    }

    private int measureAll() {
        RunFolder folder = run.open();
        List<AccuracyRow> rows;
        Drift drift;
        try (Progress progress = run.progress(Accuracy.steps() + Drift.steps())) {
            rows = Accuracy.measure(run.seed(), progress);
            drift = Drift.measure(progress);
        }
        rows.addAll(drift.rows());
        CsvFile.write(folder.file(AccuracyRow.FILE), AccuracyRow.class, rows);
        drift.write(folder);
        CsvFile.write(folder.file(TableErrors.FILE), TableErrors.Row.class, TableErrors.measure(Workload.RANGE));
        return finish(folder, AccuracyTable.describe(rows, drift.accumulated()));
    }

    private int measureOwn() {
        if (run.givenSeed().isPresent()) {
            throw new IllegalArgumentException("--seed cannot be combined with --operands: nothing is drawn");
        }
        Matrix matrix = TensorFile.read(operands);
        OperandPairs pairs = OperandPairs.of(operands, matrix);
        Stream.concat(matrix.remarks().stream(), pairs.remarks().stream())
                .forEach(remark -> System.err.println(operands + ": " + remark));
        RunFolder folder = run.open();
        OperandAccuracy accuracy = new OperandAccuracy(pairs);
        try (Progress progress = run.progress(OperandAccuracy.steps())) {
            accuracy.measure(progress);
        }
        System.out.println(operands + ": " + matrix.describe());
        CsvFile.write(folder.file(AccuracyRow.FILE), AccuracyRow.class, accuracy.rows());
        return finish(folder, accuracy.describe());
    }

    private static int finish(RunFolder folder, String description) {
        System.out.println(description);
        folder.announce();
        return 0;
    }
}
