package timestables.tensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import timestables.format.BlockScaled;
import timestables.format.BlockStorage;
import timestables.format.Blocks;

/** Reads the numbers of one tensor from a file that is mapped into memory, and no others. */
final class TensorNumbers {

    private final MemorySegment file;
    private final Tensor tensor;
    private final int rows;
    private final int columns;

    private TensorNumbers(MemorySegment file, Tensor tensor) {
        this.file = file;
        this.tensor = tensor;
        rows = Math.toIntExact(tensor.info().shape().getFirst());
        columns = Math.toIntExact(tensor.info().count() / rows);
    }

    /**
     * Reads a tensor as a matrix: the first dimension has its rows, all others its columns.
     *
     * @param most how many numbers memory has room for
     * @throws IllegalArgumentException saying what is wrong with the tensor, but not naming the file
     */
    static Matrix read(MemorySegment file, Tensor tensor, int most) {
        TensorInfo info = tensor.info();
        try {
            if (tensor.content() instanceof Content.Unreadable unreadable) {
                throw new IllegalArgumentException(unreadable.why());
            }
            if (info.shape().isEmpty()) {
                throw new IllegalArgumentException("is a single number; a matrix would be right");
            }
            if (info.count() == 0) {
                throw new IllegalArgumentException("has the shape " + info.shapeText() + ", and so holds no numbers");
            }
            if (info.count() > most) {
                throw TensorFile.tooMany(info.count() + " numbers", most);
            }
            return new TensorNumbers(file, tensor).read();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor " + TensorInfo.shown(info.name()) + " " + e.getMessage(), e);
        }
    }

    private Matrix read() {
        List<String> remarks = new ArrayList<>(tensor.remarks());
        int dimensions = tensor.info().shape().size();
        if (dimensions > 2) {
            remarks.add("its %d dimensions, %s, are taken for %d rows of %d columns"
                    .formatted(dimensions, tensor.info().shapeText(), rows, columns));
        }
        Optional<Stored> stored = Optional.empty();
        double[] values;
        if (tensor.content() instanceof Content.Scaled scaled) {
            Blocks blocks = blocks(scaled);
            values = scaled.format().decode(blocks, rowLength());
            // Where there is but one dimension, blocks run along what is a column here.
            stored = dimensions == 1 ? stored : Optional.of(new Stored(scaled.format(), blocks));
        } else if (tensor.content() instanceof Content.Fields fields) {
            values = OnnxFields.read(
                    file.asSlice(fields.from(), fields.to() - fields.from()), fields.type(), rows * columns);
        } else {
            values = elements((Content.Elements) tensor.content());
        }
        requireFinite(values);
        return new Matrix(rows, columns, values, List.of(), List.copyOf(remarks), stored);
    }

    private double[] elements(Content.Elements elements) {
        double[] values = new double[rows * columns];
        ByteBuffer bytes = file.asSlice(
                        elements.from(), (long) values.length * elements.type().bytes())
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.type().next(bytes);
        }
        return values;
    }

    /** Numbers along which blocks lie. */
    private int rowLength() {
        return columns == 1 ? rows : columns;
    }

    private Blocks blocks(Content.Scaled scaled) {
        BlockScaled format = scaled.format();
        int count = rows * columns;
        byte[] bytes = file.asSlice(scaled.from(), bytes(format, count)).toArray(ValueLayout.JAVA_BYTE);
        requireFiniteScales(format, bytes);
        return BlockStorage.GGML.read(format, new BlockStorage.Bytes(bytes, new byte[0]), 1, count, rowLength());
    }

    /** Bytes that whole blocks take. */
    static long bytes(BlockScaled format, long count) {
        return Math.multiplyExact(count / format.blockLength(), (long) blockBytes(format));
    }

    private static int blockBytes(BlockScaled format) {
        return format.scales().bytes() + format.blockLength() * format.format().bits() / Byte.SIZE;
    }

    private void requireFiniteScales(BlockScaled format, byte[] bytes) {
        int bad = 0;
        String first = "";
        for (int block = 0; block < bytes.length / blockBytes(format); block++) {
            int bits = 0;
            for (int i = 0; i < format.scales().bytes(); i++) {
                bits |= Byte.toUnsignedInt(bytes[block * blockBytes(format) + i]) << Byte.SIZE * i;
            }
            float scale = format.scales().decode(bits);
            if (!Float.isFinite(scale)) {
                if (bad == 0) {
                    first = scale + ", at " + place(block * format.blockLength());
                }
                bad++;
            }
        }
        if (bad > 0) {
            throw notFinite(bad, "block", "whose scale is", first);
        }
    }

    private void requireFinite(double[] values) {
        int bad = 0;
        String first = "";
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                if (bad == 0) {
                    first = values[i] + ", at " + place(i);
                }
                bad++;
            }
        }
        if (bad > 0) {
            throw notFinite(bad, "number", "that " + (bad == 1 ? "is" : "are"), first);
        }
    }

    private static IllegalArgumentException notFinite(int count, String what, String which, String first) {
        return new IllegalArgumentException("holds %d %s%s %s not finite, the first, %s; all have to be, so replace %s"
                .formatted(count, what, count == 1 ? "" : "s", which, first, count == 1 ? "it" : "them"));
    }

    private String place(int i) {
        return TensorFile.place(i / columns + 1, i % columns + 1);
    }
}
