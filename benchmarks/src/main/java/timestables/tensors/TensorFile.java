package timestables.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import timestables.run.Excerpt;
import timestables.run.InputFile;
import timestables.run.WholeFile;

/**
 * A file of real numbers: CSV, an array that NumPy saved, or a model in safetensors, GGUF or ONNX, which holds many
 * tensors. Which of these is told by how the file begins, not by its name.
 */
public final class TensorFile {

    /** Bytes of memory that one number takes until its errors are measured. */
    private static final int BYTES_A_NUMBER = 64;

    private static final int MOST_NUMBERS = 1 << 27;

    /**
     * Bytes that one number may take in CSV or an array, a float64 as CSV having 25, beside those that any such file
     * may have.
     */
    private static final long BYTES_IN_FILE = 32;

    private static final long LEAST_FILE = 1 << 20;

    /** Bytes by which files are told apart. */
    private static final int START = 16;

    private static final int LONGEST_SHOWN = 40;

    private TensorFile() {}

    /** What a file may be. */
    private enum Kind {
        CSV("CSV"),
        ARRAY("an array of NumPy"),
        SAFETENSORS("safetensors"),
        GGUF("GGUF"),
        ONNX("ONNX");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        private static Kind of(Path file, byte[] start) {
            if (Arrays.equals(Arrays.copyOf(start, NpyArray.MAGIC.length), NpyArray.MAGIC)) {
                return ARRAY;
            }
            if (Gguf.begins(start)) {
                return GGUF;
            }
            if (Safetensors.begins(start)) {
                return SAFETENSORS;
            }
            String name = file.toString().toLowerCase(Locale.ROOT);
            return OnnxModel.begins(start) || name.endsWith(".onnx") ? ONNX : CSV;
        }

        /** Whether there are several tensors in it, which have names. */
        private boolean isModel() {
            return this != CSV && this != ARRAY;
        }

        private List<Tensor> tensors(MemorySegment file) {
            return switch (this) {
                case SAFETENSORS -> Safetensors.read(file);
                case GGUF -> Gguf.read(file);
                case ONNX -> OnnxModel.read(file);
                case CSV, ARRAY -> List.of();
            };
        }
    }

    /**
     * Reads a file, or one tensor of it. Memory is what limits it: there is room for a number in every 64 bytes of the
     * largest heap. A model may be of any size; another file may have a megabyte and 32 bytes for each of these.
     *
     * @param spec the file; or the file, a colon, and the name of a tensor, or that of the only node which uses it.
     *     Where there are colons in the names, the file's is the shortest one that is a file's
     * @throws IllegalArgumentException in one line that names the file and, where one is to blame, the tensor, or the
     *     row and the column, counted from 1: if the file cannot be read or is no regular file, is damaged, holds no
     *     numbers, or more than memory has room for, or if any is no finite number; if no tensor has the name, or no
     *     name is given and several might be meant; if the tensor is of a type that is not read
     */
    public static Matrix read(String spec) {
        return read(spec, mostNumbers());
    }

    /** @param most how many numbers memory has room for */
    static Matrix read(String spec, int most) {
        if (spec.isEmpty()) {
            throw new IllegalArgumentException("the name of a file must not be empty");
        }
        if (!Files.exists(Path.of(spec))) {
            for (int colon = spec.indexOf(':'); colon >= 0; colon = spec.indexOf(':', colon + 1)) {
                Path file = Path.of(spec.substring(0, colon));
                if (colon > 0 && Files.exists(file) && !Files.isDirectory(file)) {
                    return read(file, Optional.of(spec.substring(colon + 1)), most);
                }
            }
        }
        return read(Path.of(spec), most);
    }

    /**
     * Reads the numbers of a file, all of them or those of its only tensor, as {@link #read(String)} does.
     *
     * @throws IllegalArgumentException likewise
     */
    public static Matrix read(Path file) {
        return read(file, mostNumbers());
    }

    private static int mostNumbers() {
        return (int) Math.min(MOST_NUMBERS, Runtime.getRuntime().maxMemory() / BYTES_A_NUMBER);
    }

    /** @param most how many numbers memory has room for */
    static Matrix read(Path file, int most) {
        return read(file, Optional.empty(), most);
    }

    /**
     * What is in a model.
     *
     * @return its tensors, as the file has them in order; none if it is an array or CSV, whose numbers have no name
     * @throws IllegalArgumentException in one line that names the file, if it cannot be read, or is damaged
     */
    public static List<TensorInfo> list(Path file) {
        return explained(file, () -> {
            Kind kind = kind(file);
            return kind.isModel()
                    ? mapped(
                            file,
                            bytes -> kind.tensors(bytes).stream()
                                    .map(Tensor::info)
                                    .toList())
                    : List.of();
        });
    }

    private static Matrix read(Path file, Optional<String> name, int most) {
        return explained(file, () -> {
            Kind kind = kind(file);
            if (kind.isModel()) {
                return mapped(file, bytes -> tensor(bytes, kind.tensors(bytes), name, most));
            }
            if (name.isPresent()) {
                throw new IllegalArgumentException("is %s, and has no names for its numbers; leave out :%s"
                        .formatted(kind.words, Excerpt.of(name.get(), LONGEST_SHOWN)));
            }
            return numbers(file, kind, most);
        });
    }

    private static Matrix tensor(MemorySegment file, List<Tensor> tensors, Optional<String> name, int most) {
        TensorChoice choice = new TensorChoice(tensors);
        Tensor tensor = name.map(choice::named).orElseGet(choice::only);
        Matrix matrix = TensorNumbers.read(file, tensor, most);
        return name.isPresent() || tensors.size() == 1
                ? matrix
                : matrix.with("%s is read, the only matrix among %d tensors"
                        .formatted(TensorInfo.shown(tensor.info().name()), tensors.size()));
    }

    private static Matrix numbers(Path file, Kind kind, int most) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            if (Files.size(file) > LEAST_FILE + BYTES_IN_FILE * most) {
                throw tooMany(Files.size(file) + " bytes", most);
            }
            return kind == Kind.ARRAY ? NpyArray.read(in, most) : new CsvNumbers(in, most).read();
        }
    }

    private static Kind kind(Path file) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            return Kind.of(file, in.readNBytes(START));
        }
    }

    /** Maps a file into memory, so that of a large one no more is read than is asked for. */
    private static <T> T mapped(Path file, Function<MemorySegment, T> read) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = InputFile.openChannel(file)) {
            return read.apply(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Names the file in whatever goes wrong with it. */
    private static <T> T explained(Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + WholeFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** What to say of a number that is not finite. */
    static IllegalArgumentException notFinite(int row, int column, Object number) {
        return new IllegalArgumentException(
                place(row, column) + " holds " + number + "; operands are finite, so leave it out or replace it");
    }

    /** A cell's place as a person counts. */
    static String place(int row, int column) {
        return "row " + row + ", column " + column;
    }

    /** What to say where there are more numbers than memory has room for. */
    static IllegalArgumentException tooMany(String numbers, int most) {
        return new IllegalArgumentException("holds " + numbers + ", and memory has room for " + most
                + "; take a part of them, or more memory, as java -Xmx8g does");
    }
}
