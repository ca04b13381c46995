package timestables.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Memoised;
import timestables.arithmetic.Rounding;
import timestables.contender.BlockScales;
import timestables.contender.Contender;
import timestables.contender.Measured;
import timestables.format.BlockScaled;
import timestables.format.BlockScaled.Scaling;
import timestables.format.Blocks;
import timestables.format.Codebook;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.MiniFloat;
import timestables.format.Symmetric;
import timestables.tensors.Stored;

/** All ways to store the weights of a problem in codes. */
final class Candidates {

    /** How many weights codebooks are learned from: with more, they hardly change. */
    private static final int SAMPLE = 1 << 15;

    private static final String LEARNED = "learned";

    private final Problem problem;
    private final Scales scales;
    private final List<String> available;
    private final int activationBits;
    private final List<Candidate> all = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * All of a problem.
     *
     * @param available the contenders of {@code gemv} that this machine has
     * @param activationBits bits of the activations of tables without block scales; those of others have 8
     */
    Candidates(Problem problem, List<String> available, int activationBits) {
        this.problem = problem;
        this.scales = new Scales(problem.weights(), problem.columns());
        this.available = available;
        this.activationBits = activationBits;
        addTables();
        if (activationBits == Byte.SIZE) {
            addIntegers();
            addIntegerBlocks();
            addBlocks();
            problem.stored().ifPresent(this::addStored);
        } else {
            remarks.add("left out, because their activations have 8 bits: int8, and formats with block scales");
        }
    }

    List<Candidate> all() {
        return all;
    }

    /** How activations are encoded, and what is left out; a line each. */
    List<String> remarks() {
        return remarks;
    }

    private void addIntegers() {
        Format format = new Symmetric(8, 127);
        List<String> contenders = available.stream().filter(Contender::isInt8).toList();
        for (Scales.Choice choice : Scales.Choice.ALL) {
            ActivationGrid activations = ActivationGrid.integers(problem.activations(), choice.searched());
            all.add(new Candidate(
                    contenders,
                    format.name(),
                    choice.toString(),
                    () -> Optional.of(nearest(scales.grid(format, choice))),
                    Multiplication.byIntegers(problem, activations)));
        }
    }

    private Weights nearest(WeightGrid grid) {
        return Weights.nearest(problem.weights(), grid);
    }

    private void addTables() {
        ActivationGrid activations = ActivationGrid.fitted(problem.activations(), activationBits);
        remarks.add(activations.describe(problem.activations()));
        Multiplication multiplication = Multiplication.byTable(problem, activations);
        for (int bits = Formats.LEAST_BITS; bits <= Byte.SIZE; bits++) {
            int indexBits = bits;
            List<String> contender = List.of(Measured.table(bits, Rounding.NEAREST));
            List<Format> formats = new ArrayList<>(Formats.given(bits, 1));
            formats.add(new Symmetric(bits, 1));
            for (Scales.Choice choice : Scales.Choice.ALL) {
                for (Format format : formats) {
                    if (choice.searched() || format instanceof Symmetric) {
                        all.add(new Candidate(
                                contender,
                                format.name(),
                                choice.toString(),
                                () -> Optional.of(nearest(scales.grid(format, choice))),
                                multiplication));
                    }
                }
                all.add(new Candidate(
                        contender,
                        "affine",
                        choice.toString(),
                        () -> Optional.of(nearest(scales.withZeroPoint(indexBits, choice))),
                        multiplication));
                if (choice.searched()) {
                    all.add(new Candidate(
                            contender,
                            LEARNED,
                            choice.toString(),
                            () -> learned(indexBits, choice).map(this::nearest),
                            multiplication));
                }
            }
        }
    }

    /** A codebook for what weights are over the scales that suit integers; none if there are too few numbers. */
    private Optional<WeightGrid> learned(int bits, Scales.Choice choice) {
        WeightGrid integers = scales.grid(new Symmetric(bits, 1), choice);
        float[] weights = problem.weights();
        int count = Math.min(SAMPLE, weights.length);
        double[] shares = IntStream.range(0, count)
                .map(i -> (int) ((long) i * weights.length / count))
                .mapToDouble(i -> integers.share(i / problem.columns(), weights[i]))
                .toArray();
        return codebook(bits, shares).map(codebook -> scales.grid(codebook, choice));
    }

    private static Optional<Codebook> codebook(int bits, double[] sample) {
        long different = Arrays.stream(sample).distinct().limit(1 << bits).count();
        return different < 1 << bits ? Optional.empty() : Optional.of(Codebook.learned(bits, sample));
    }

    private void addIntegerBlocks() {
        BlockScales.integerFormats().forEach((format, contender) -> {
            for (Scaling scaling : List.of(Scaling.LARGEST, Scaling.SEARCHED)) {
                BlockScaled scaled = BlockScales.blocks(format.format(), format.blockLength(), scaling);
                all.add(new Candidate(
                        List.of(contender),
                        scaled.format().name(),
                        scales(scaled),
                        () -> Optional.of(inBlocks(scaled)),
                        Multiplication.byIntegerBlocks(problem, scaled)));
            }
        });
    }

    private void addBlocks() {
        BlockScales.matrixFormats().forEach((format, contender) -> {
            add(contender, format);
            // Formats of the same bits, blocks and kind of scale have the layout, and so the speed, in common.
            boolean unnamed = contender.contains(BlockScales.BLOCK);
            if (format.scaling().hasOffsets()) {
                add(
                        contender,
                        BlockScales.blocks(format.format(), format.blockLength(), Scaling.LEAST_TO_GREATEST_SEARCHED));
            } else if (unnamed || format.equals(BlockScaled.Q4_0) || format.equals(BlockScaled.Q8_0)) {
                addLike(format, contender, !unnamed);
            }
        });
    }

    private void addLike(BlockScaled layout, String contender, boolean largest) {
        int bits = layout.format().bits();
        int length = layout.blockLength();
        Format symmetric = new Symmetric(bits, 1);
        if (largest) {
            add(contender, BlockScales.blocks(symmetric, length, Scaling.LARGEST));
        }
        List<Format> formats = new ArrayList<>(List.of(symmetric, new Linear(bits, 1)));
        if (bits == 4) {
            formats.addAll(List.of(MiniFloat.E2M1, Codebook.normalFloat4(1)));
        } else if (bits == 6) {
            formats.add(MiniFloat.E2M3);
        }
        formats.forEach(format -> add(contender, BlockScales.blocks(format, length, Scaling.SEARCHED)));
        if (bits < Byte.SIZE) {
            BlockScaled searched = BlockScales.blocks(symmetric, length, Scaling.SEARCHED);
            add(contender, LEARNED, searched, new Memoised<>(() -> learned(searched)));
        }
    }

    private void add(String contender, BlockScaled format) {
        add(contender, format.name().replaceFirst(BlockScales.BLOCK + ".*", ""), format, () -> Optional.of(format));
    }

    private void add(String contender, String name, BlockScaled kind, Supplier<Optional<BlockScaled>> format) {
        all.add(new Candidate(
                List.of(contender),
                name,
                scales(kind),
                () -> format.get().map(this::inBlocks),
                weights -> Multiplication.byBlocks(problem, format.get().orElseThrow())
                        .multiply(weights)));
    }

    private static String scales(BlockScaled format) {
        String rule = switch (format.scaling()) {
            case SEARCHED, LEAST_TO_GREATEST_SEARCHED -> "searched";
            case LARGEST, LEAST_TO_GREATEST -> "largest";
            default -> "as defined";
        };
        return "block of %d, %s".formatted(format.blockLength(), rule);
    }

    /** The codes that a quantised model has itself. */
    private void addStored(Stored stored) {
        BlockScaled format = stored.format();
        String contender = BlockScales.matrixFormats().get(format);
        all.add(new Candidate(
                List.of(contender),
                format.name() + " of the file",
                "block of %d, as stored".formatted(format.blockLength()),
                () -> Optional.of(inBlocks(format, stored.blocks())),
                Multiplication.byBlocks(problem, format)));
    }

    private Weights inBlocks(BlockScaled format) {
        return inBlocks(format, format.encode(problem.weights(), problem.columns()));
    }

    private Weights inBlocks(BlockScaled format, Blocks blocks) {
        float[] scales = blocks.scales().clone();
        for (int i = 0; i < scales.length; i++) {
            scales[i] *= blocks.global();
        }
        float[] offsets = format.scaling().hasOffsets() ? blocks.offsets() : new float[scales.length];
        WeightGrid grid = new WeightGrid(format.format(), problem.columns(), format.blockLength(), scales, offsets);
        return new Weights(grid, blocks, true);
    }

    /** The same with a codebook for what weights are over its scales; none if there are too few numbers. */
    private Optional<BlockScaled> learned(BlockScaled format) {
        int length = format.blockLength();
        int columns = problem.columns();
        int blocks = Math.min(SAMPLE, problem.weights().length) / length;
        float[] sample = new float[Math.max(1, blocks) * length];
        for (int i = 0; i < blocks && columns >= length; i++) {
            // Whole blocks, from rows everywhere.
            int row = (int) ((long) i * problem.rows() / blocks);
            int column = i % (columns / length) * length;
            System.arraycopy(problem.weights(), row * columns + column, sample, i * length, length);
        }
        BlockScaled learned = format.learned(
                LEARNED,
                sample,
                shares -> codebook(format.format().bits(), shares)
                        .map(Format.class::cast)
                        .orElse(format.format()));
        return Optional.of(learned).filter(found -> found.format() instanceof Codebook);
    }
}
