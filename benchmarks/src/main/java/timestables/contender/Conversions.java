package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.kernel.Codec;
import timestables.kernel.Conversion;
import timestables.kernel.ScalarCodec;
import timestables.kernel.ScalarStochasticCodec;
import timestables.kernel.StochasticCodec;

/**
 * From binary32 to the formats of operands (encode), and from the formats of results to binary32 (decode). The error of
 * either is that of the whole way there and back.
 */
final class Conversions implements Workload {

    private final boolean encode;

    private Conversions(boolean encode) {
        this.encode = encode;
    }

    static Conversions encode() {
        return new Conversions(true);
    }

    static Conversions decode() {
        return new Conversions(false);
    }

    @Override
    public Size.Form form() {
        return Size.Form.ELEMENTS;
    }

    @Override
    public long right(Size size) {
        return 0;
    }

    @Override
    public long results(Size size) {
        return size.k();
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(floating("float32", Elements.FLOAT32, 4, Conversions::copy, Conversions::copy));
        contenders.add(
                floating("float64", Elements.FLOAT64, 8, Conversion::float32ToFloat64, Conversion::float64ToFloat32));
        contenders.add(
                floating("float16", Elements.FLOAT16, 2, Conversion::float32ToFloat16, Conversion::float16ToFloat32));
        add(contenders, "int8", FIXED, true);
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            add(contenders, "table" + bits, new Linear(bits, MAX_RANGE), bits == 8);
        }
        add(contenders, "table8-companded", new Log(8, MAX_RANGE), true);
        add(contenders, "table8-log", LookedUp.INT8, false);
        add(contenders, "table8-additive", LookedUp.GEOMETRIC.rowFormat(), true);
        add(contenders, "table8-e4m3", MiniFloat.E4M3, true);
        add(contenders, "table8-e5m2", MiniFloat.E5M2, false);
        if (encode) {
            contenders.addAll(stochastic(new Linear(8, MAX_RANGE)));
        }
        return contenders;
    }

    private static List<Contender> stochastic(Format format) {
        StochasticCodec fastest = new StochasticCodec(format);
        Task.Setup plain = atRandom(format);
        return Contender.twins(
                "table8-stochastic",
                Storage.computed(4, 0, 1),
                atRandom(format, fastest::encode),
                plain,
                Arithmetic.rounded(Rounding.STOCHASTIC, format, plain));
    }

    /** Formats that the codecs above do not stand for: of fewer bits, and at random. */
    @Override
    public List<Contender> untimed() {
        List<Contender> untimed = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (Format format : Formats.of(bits, MAX_RANGE)) {
                String id = "table" + bits + "-" + (format instanceof Log ? "companded" : format.name());
                if (!isTimed(format)) {
                    Task.Setup nearest = setup(format, new ScalarCodec(format));
                    untimed.add(untimed(id, Arithmetic.coded(format, Arithmetic.NONE, nearest)));
                }
                if (encode && bits <= 8) {
                    Task.Setup random = atRandom(format);
                    untimed.add(untimed(
                            id + "-" + Rounding.STOCHASTIC.id(),
                            Arithmetic.rounded(Rounding.STOCHASTIC, format, random)));
                }
            }
        }
        return untimed;
    }

    private static boolean isTimed(Format format) {
        return format instanceof Linear || format instanceof Log && format.bits() == 8;
    }

    private Contender untimed(String id, Arithmetic arithmetic) {
        int bits = arithmetic.operand().orElseThrow().bits();
        return Contender.of(id, storage(bits > 8 ? 2 : 1), arithmetic.definition(), List.of(arithmetic));
    }

    private static Task.Setup atRandom(Format format) {
        return atRandom(format, new ScalarStochasticCodec(format)::encode);
    }

    /** Other numbers are rounded by other random ones. */
    private static Task.Setup atRandom(Format format, RandomKernel kernel) {
        return (size, x, y) -> {
            long seed = Arrays.hashCode(x);
            return setup(
                            Elements.FLOAT32,
                            Elements.bytes(format),
                            (float[] in, byte[] out, int from, int to) -> kernel.encode(in, out, from, to, seed))
                    .on(size, x, y);
        };
    }

    private static void copy(float[] in, float[] out, int from, int to) {
        System.arraycopy(in, from, out, from, to - from);
    }

    private <C> Contender floating(
            String id, Elements<C> codes, int bytes, Kernel<float[], C> encoder, Kernel<C, float[]> decoder) {
        Task.Setup setup = setup(codes, encoder, decoder);
        return Contender.of(id, storage(bytes), setup, List.of(Arithmetic.floating(id, Arithmetic.NONE, setup)));
    }

    /** @param twin whether the plain loop is timed too: one of each kind of kernel is */
    private void add(List<Contender> contenders, String id, Format format, boolean twin) {
        Task.Setup plain = setup(format, new ScalarCodec(format));
        List<Contender> twins = Contender.twins(
                id,
                storage(format.bits() > 8 ? 2 : 1),
                setup(format, Codec.best(format)),
                plain,
                Arithmetic.coded(format, Arithmetic.NONE, plain));
        contenders.addAll(twin ? twins : twins.subList(0, 1));
    }

    private Storage storage(int codeBytes) {
        return encode ? Storage.computed(4, 0, codeBytes) : Storage.computed(codeBytes, 0, 4);
    }

    private Task.Setup setup(Format format, Codec codec) {
        return format.bits() > 8
                ? setup(Elements.shorts(format), codec::encode, codec::decode)
                : setup(Elements.bytes(format), codec::encode, codec::decode);
    }

    private <C> Task.Setup setup(Elements<C> codes, Kernel<float[], C> encoder, Kernel<C, float[]> decoder) {
        return encode ? setup(Elements.FLOAT32, codes, encoder) : setup(codes, Elements.FLOAT32, decoder);
    }

    private static <I, O> Task.Setup setup(Elements<I> input, Elements<O> output, Kernel<I, O> kernel) {
        return (size, x, y) -> {
            I in = input.encode().apply(x);
            O out = output.room().apply(x.length);
            int from = input.start();
            int to = from + x.length;
            return new Task(() -> kernel.convert(in, out, from, to), () -> output.decode(out, from, x.length));
        };
    }

    @Override
    public Reference exact(Size size, double[] x, double[] y) {
        return (results, meter) -> {
            for (int i = 0; i < x.length; i++) {
                meter.add(x[i], results[i] - x[i]);
            }
        };
    }

    @Override
    public void forEachProduct(Size size, double[] x, double[] y, Pair visitor) {
        for (double value : x) {
            visitor.accept(value, 1);
        }
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample("1024", 100));
    }

    @Override
    public boolean errorDependsOnLength() {
        return false;
    }

    private interface Kernel<I, O> {
        void convert(I in, O out, int from, int to);
    }

    private interface RandomKernel {
        void encode(float[] in, byte[] out, int from, int to, long seed);
    }
}
