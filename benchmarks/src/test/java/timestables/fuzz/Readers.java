package timestables.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import timestables.accuracy.AccumulatedError;
import timestables.accuracy.AccuracyRow;
import timestables.command.Arguments;
import timestables.contender.Operation;
import timestables.image.GrayPng;
import timestables.image.Kind;
import timestables.image.PngMaker;
import timestables.image.TableFolder;
import timestables.image.TableImage;
import timestables.inspect.Inspection;
import timestables.inspect.TableFile;
import timestables.report.Comparison;
import timestables.report.Report;
import timestables.report.RunFiles;
import timestables.report.Tradeoff;
import timestables.run.CsvFile;
import timestables.run.CsvReader;
import timestables.run.Environment;
import timestables.speed.Case;
import timestables.speed.Fork;
import timestables.speed.Sample;
import timestables.speed.Throughput;
import timestables.tensors.NpyArray;
import timestables.tensors.TensorFile;
import timestables.tensors.TensorFiles;
import timestables.tensors.TensorFiles.Entry;

/** All readers of files that users name. */
final class Readers {

    /** Separates the files of a run, and the words of a command line. */
    private static final String SEPARATOR = "\f";

    private static final String FORKS = "forks.csv";
    private static final String SAMPLES = "samples.csv";

    private static final List<RunFile> RUN = List.of(
            new RunFile(Environment.FILE, Environment.Fact.class),
            new RunFile(Throughput.FILE, Throughput.class),
            new RunFile(AccuracyRow.FILE, AccuracyRow.class),
            new RunFile(AccumulatedError.FILE, AccumulatedError.class),
            new RunFile(Tradeoff.FILE, Tradeoff.Row.class),
            new RunFile(FORKS, Fork.class),
            new RunFile(SAMPLES, Sample.class));

    /** The table that images are of. */
    private static final TableImage IMAGE = new TableImage(Kind.SIGNED_EXT, 2, 2);

    private static final int GRAY = 0;
    private static final int GRAY_AND_ALPHA = 4;

    private Readers() {}

    /** A file of a run, and what its rows are. */
    private record RunFile(String name, Class<? extends Record> type) {}

    /** @param folder to write files of a run to */
    static List<Reader> all(Path folder) throws IOException {
        UnaryOperator<byte[]> none = UnaryOperator.identity();
        return List.of(
                Reader.of(
                        "csv",
                        texts(
                                "\u00ef\u00bb\u00bfleft,\"right\"\r\n1.5,-2e-3\r\n\"3\",.25\r\n\r\n",
                                ",0,1\n0,1.5,2.5\n1,3.0,4.0\n",
                                "0,1,2\n0,1.5,2.5\n1,3.0,4.0\n",
                                "0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n",
                                "# x,y_1\n1,2\n"),
                        none,
                        (file, number) -> TensorFile.read(file)),
                Reader.of("npy", arrays(), Readers::withNpyLength, (file, number) -> TensorFile.read(file)),
                Reader.of("safetensors", safetensors(), Readers::withHeaderLength, Readers::readTensors),
                Reader.of("gguf", gguf(), none, Readers::readTensors),
                Reader.of("onnx", onnx(), none, Readers::readTensors),
                new Reader("png", images(), Readers::withChecksums, false, Readers::readImage),
                Reader.of("table", tables(), Readers::withNpyLength, Readers::readTable),
                new Reader(
                        "rows",
                        texts("a,b\n1,2\n", "\"a\"\"b\",\"c,\r\nd\"\r\n , x \r\n", "steps,plot\n7,a.png\n\n\n"),
                        none,
                        false,
                        Readers::readRows),
                Reader.of("run", runs(folder), none, Readers::readRun),
                new Reader(
                        "arguments",
                        Arguments.VALID.stream()
                                .map(words -> text(String.join(SEPARATOR, words)))
                                .toList(),
                        none,
                        false,
                        (file, number) -> Arguments.parse(split(file))));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(Readers::text).toList();
    }

    private static List<byte[]> arrays() {
        return List.of(
                array(1, "{'descr': '<f2', 'fortran_order': False, 'shape': (2L, 3L)}", 12),
                array(2, "{u'shape': (8,), 'descr': 'int8', u'fortran_order': True}     ", 8),
                array(3, "{\"descr\":\">i8\",\"fortran_order\":True,\"shape\":(2,1),}", 16),
                array(1, "{'descr': '|V2', 'fortran_order': False, 'shape': (1, 2), }", 4),
                array(1, "{'descr': '<u4', 'fortran_order': True, 'shape': (1,), }", 4));
    }

    /** An array of zeros. */
    private static byte[] array(int version, String header, int bytes) {
        byte[] length = new byte[version == 1 ? 2 : 4];
        return withNpyLength(TensorFiles.join(
                NpyArray.MAGIC, new byte[] {(byte) version, 0}, length, text(header + "\n"), new byte[bytes]));
    }

    /** The header of an array ends with its first line. */
    private static byte[] withNpyLength(byte[] file) {
        if (file.length < 12 || file[0] != (byte) 0x93) {
            return file;
        }
        int end = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        ByteBuffer fixed = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (end > 12) {
            return file[6] == 1
                    ? fixed.putShort(8, (short) (end - 10)).array()
                    : fixed.putInt(8, end - 12).array();
        }
        return file;
    }

    private static List<byte[]> safetensors() {
        byte[] floats = TensorFiles.data("F32", 1, -2, 0.5, 1024, -0.25, 3);
        byte[] halves = TensorFiles.data("F16", 1, -2, 0.5, 1024, -0.25, 3);
        return List.of(
                TensorFiles.safetensors(Entry.of("w", "F32", floats, 2, 3), Entry.of("b", "F16", halves, 6)),
                TensorFiles.safetensors(
                        Entry.of("b", "I64", TensorFiles.data("I64", 1, 2), 2, 1),
                        Entry.of("a", "F8_E4M3", new byte[2], 2)),
                TensorFiles.safetensors(Entry.of("b", "BF16", TensorFiles.data("BF16", 1, 2, 3, 4), 1, 2, 2)));
    }

    /** The header of safetensors ends with its last brace. */
    private static byte[] withHeaderLength(byte[] file) {
        int end = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf('}') + 1;
        return end > Long.BYTES
                ? ByteBuffer.wrap(file.clone())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, end - Long.BYTES)
                        .array()
                : file;
    }

    private static List<byte[]> gguf() {
        byte[] floats = TensorFiles.data("F32", 1, -2, 0.5, 1024, -0.25, 3);
        byte[] blocks = new byte[2 * 18];
        return List.of(
                TensorFiles.gguf(
                        3,
                        32,
                        List.of(
                                TensorFiles.join(
                                        TensorFiles.ggufText("tokens"),
                                        TensorFiles.ints(9, 8),
                                        TensorFiles.longs(1),
                                        TensorFiles.ggufText("a")),
                                TensorFiles.join(TensorFiles.ggufText("general.alignment"), TensorFiles.ints(4, 32))),
                        List.of(TensorFiles.ggufInfo("w", 2, 0, 32, 2), TensorFiles.ggufInfo("b", 0, 64, 6)),
                        TensorFiles.join(blocks, new byte[64 - blocks.length], floats)),
                TensorFiles.gguf(
                        2,
                        32,
                        List.of(TensorFiles.join(
                                TensorFiles.ggufText("nested"),
                                TensorFiles.ints(9, 9),
                                TensorFiles.longs(2),
                                TensorFiles.ints(5),
                                TensorFiles.longs(1),
                                TensorFiles.ints(7, 6),
                                TensorFiles.longs(2),
                                TensorFiles.ints(1, 2))),
                        List.of(TensorFiles.ggufInfo("b", 39, 0, 32)),
                        new byte[17]),
                TensorFiles.gguf(
                        3,
                        32,
                        List.of(),
                        List.of(TensorFiles.ggufInfo("b", 8, 0, 32, 1), TensorFiles.ggufInfo("q", 12, 64, 256)),
                        new byte[64]));
    }

    private static List<byte[]> onnx() {
        byte[] floats = TensorFiles.data("F32", 1, -2, 0.5, 1024, -0.25, 3);
        byte[] halves = TensorFiles.data("F16", 1, -2, 0.5, 1024, -0.25, 3);
        return List.of(
                TensorFiles.onnx(
                        TensorFiles.field(1, TensorFiles.onnxNode("MatMul", "m", new byte[0], "x", "w")),
                        TensorFiles.field(5, TensorFiles.onnxTensor("w", 10, 2, 3), TensorFiles.field(9, halves)),
                        TensorFiles.field(5, TensorFiles.onnxTensor("b", 1, 6), TensorFiles.field(4, floats))),
                TensorFiles.onnx(
                        TensorFiles.field(
                                1,
                                TensorFiles.onnxNode(
                                        "Gemm",
                                        "b",
                                        TensorFiles.field(
                                                5,
                                                TensorFiles.field(1, TensorFiles.text("transB")),
                                                TensorFiles.field(3, 1)),
                                        "x",
                                        "w")),
                        TensorFiles.field(5, TensorFiles.onnxTensor("w", 1, 2, 3), TensorFiles.field(4, floats))),
                TensorFiles.onnx(
                        TensorFiles.field(
                                5,
                                TensorFiles.onnxTensor("b", 7, 3, 1),
                                TensorFiles.field(7, TensorFiles.varints(1, -1, 300))),
                        TensorFiles.field(
                                15,
                                TensorFiles.field(1, TensorFiles.onnxTensor("s", 1, 1), TensorFiles.field(4, floats)),
                                TensorFiles.field(3, TensorFiles.varints(8)))));
    }

    /** Takes turns: the only matrix, or one that is named. */
    private static void readTensors(Path file, long number) {
        TensorFile.read(number % 2 == 0 ? file.toString() : file + ":b");
    }

    /** In turns: a table by its title, the same, and any image. */
    private static List<byte[]> images() {
        byte[] table =
                new PngMaker().gray(4, 8, new byte[4 * 5]).title(IMAGE.title()).ended();
        return List.of(
                table,
                table,
                image(4, 8, 8, GRAY, 1, 46),
                image(4, 8, 1, GRAY, 0, 8 * 2),
                table,
                image(2, 1, 16, GRAY_AND_ALPHA, 0, 9),
                image(8, 4, 16, GRAY, 0, 4 * 17),
                table,
                image(3, 5, 2, GRAY, 1, 20));
    }

    private static byte[] image(int width, int height, int depth, int colour, int interlace, int bytes) {
        return new PngMaker()
                .header(width, height, depth, colour, interlace)
                .chunk("gAMA", new byte[] {0, 1, 0x11, 0x70})
                .chunk("IDAT", PngMaker.deflated(new byte[bytes]))
                .ended();
    }

    /** The checksum of each part, and that of what the samples are packed in. */
    private static byte[] withChecksums(byte[] file) {
        ByteBuffer fixed = ByteBuffer.wrap(file.clone());
        int at = Long.BYTES;
        while (fixed.capacity() - at >= 12) {
            int length = fixed.getInt(at);
            if (length < 0 || length > fixed.capacity() - at - 12) {
                break;
            }
            if (fixed.get(at + 4) == 'I' && fixed.get(at + 5) == 'D' && length > 6) {
                fixed.putInt(at + 4 + length, unpackedChecksum(fixed.slice(at + 10, length - 6)));
            }
            CRC32 crc = new CRC32();
            crc.update(fixed.slice(at + 4, 4 + length));
            fixed.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return fixed.array();
    }

    /** That of as much as can be unpacked. */
    private static int unpackedChecksum(ByteBuffer packed) {
        Adler32 checksum = new Adler32();
        byte[] unpacked = new byte[1 << 10];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            checksum.update(unpacked, 0, inflater.inflate(unpacked));
        } catch (DataFormatException e) {
            // Then another checksum is of no use.
        }
        return (int) checksum.getValue();
    }

    private static void readImage(Path file, long number) throws IOException {
        switch ((int) (number % 3)) {
            case 0 -> inspect(file);
            case 1 -> {
                Path folder = file.resolveSibling("tables");
                Path drawn = folder.resolve("2bit").resolve("signed_extended_4x4_r2_0.png");
                Files.createDirectories(drawn.getParent());
                Files.copy(file, drawn, StandardCopyOption.REPLACE_EXISTING);
                new TableFolder(folder).load(IMAGE.kind(), IMAGE.bits(), IMAGE.maxRange());
            }
            default -> GrayPng.read(file, 1, 16);
        }
    }

    private static void inspect(Path file) {
        Inspection inspection = Inspection.of(file, TableFile.read(file));
        inspection.row();
        inspection.describe();
    }

    /** In turns: a table that says what it is, and bare cells of so many bits. */
    private static List<byte[]> tables() {
        return List.of(
                text("0,0,0,0\n0,1,2,3\n0,2,4,6\n0,3,6,9\n"),
                new byte[8 * 8],
                array(1, "{'descr': '|i1', 'fortran_order': True, 'shape': (4, 8), }", 32),
                new byte[2 * 4 * 4],
                text(
                        "\u00ef\u00bb\u00bf-8, -9 ,\"0\",+7\r\n1,2,3,4\r\n1,2,3,4\r\n255,65535,2147483647,-2147483648\r\n\r\n"),
                new byte[4 * 4 * 4]);
    }

    private static void readTable(Path file, long number) {
        if (number % 2 == 0) {
            inspect(file);
        } else {
            int turn = (int) (number / 2);
            TableFile.readBare(file, Byte.SIZE << turn % 3, turn % 2 == 0 ? Optional.empty() : Optional.of(4));
        }
    }

    private static void readRows(Path file, long number) throws IOException {
        if (number % 2 == 0) {
            CsvReader.readNamed(file);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                CsvReader.read(in, 8, cells -> {});
            }
        }
    }

    /**
     * All files of a run one after the other, as it wrote them, and as a spreadsheet with decimal commas saves them.
     */
    private static List<byte[]> runs(Path folder) throws IOException {
        Path run = RunFiles.writeFew(folder.resolve("whole"));
        CsvFile.append(
                run.resolve(Environment.FILE),
                Environment.Fact.class,
                List.of(new Environment.Fact(
                        Environment.COMMAND, "java -jar benchmarks.jar --output-dir 'a b' it\\'s")));
        Case timed = new Case(Operation.GEMV, "table4", "64x64");
        CsvFile.write(
                run.resolve(Tradeoff.FILE),
                Tradeoff.Row.class,
                Tradeoff.join(
                        CsvFile.read(run.resolve(Throughput.FILE), Throughput.class),
                        CsvFile.read(run.resolve(AccuracyRow.FILE), AccuracyRow.class)));
        CsvFile.write(
                run.resolve(FORKS),
                Fork.class,
                List.of(new Fork(
                        timed, 1, 1, true, false, 0.5, false, Fork.AVERAGE_TIME, "in registers", 256, "weak", "")));
        CsvFile.write(run.resolve(SAMPLES), Sample.class, List.of(new Sample(timed, 1, 1, 7.5, 0.25, true)));
        StringBuilder files = new StringBuilder();
        for (RunFile each : RUN) {
            files.append(files.isEmpty() ? "" : SEPARATOR).append(Files.readString(run.resolve(each.name)));
        }
        String whole = files.toString();
        return List.of(
                text(whole),
                text(whole.replace(';', ' ').replace(',', ';').replace('.', ',')),
                text(whole.substring(0, whole.indexOf(SEPARATOR, whole.indexOf(SEPARATOR) + 1))));
    }

    /** In turns: what the command report says of it, what compare does, and what is read of a run that goes on. */
    private static void readRun(Path file, long number) throws IOException {
        Path run = Files.createDirectories(file.resolveSibling("run"));
        List<String> files = split(file);
        for (int i = 0; i < RUN.size(); i++) {
            Path part = run.resolve(RUN.get(i).name);
            if (i < files.size()) {
                Files.write(part, text(files.get(i)));
            } else {
                Files.deleteIfExists(part);
            }
        }
        switch ((int) (number % 3)) {
            case 0 -> Report.of(List.of(run)).answers();
            case 1 -> new Comparison(run, file.resolveSibling("whole")).toString();
            default -> {
                Environment.of(run).arguments();
                for (RunFile each : RUN) {
                    if (Files.exists(run.resolve(each.name))) {
                        CsvFile.read(run.resolve(each.name), each.type);
                    }
                }
            }
        }
    }

    private static List<String> split(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split(SEPARATOR, -1));
    }
}
