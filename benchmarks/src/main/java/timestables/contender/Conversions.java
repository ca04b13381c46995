package timestables.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import timestables.arithmetic.Arithmetic;
import timestables.arithmetic.CodedNumbers;
import timestables.arithmetic.FloatingPoint;
import timestables.arithmetic.FloatingPoint.Precision;
import timestables.arithmetic.Formats;
import timestables.arithmetic.Int8;
import timestables.arithmetic.Rounding;
import timestables.contender.Contender.Storage;
import timestables.format.Format;
import timestables.format.Linear;
import timestables.format.Log;
import timestables.format.MiniFloat;
import timestables.kernel.codec.Codec;
import timestables.kernel.codec.Conversion;
import timestables.kernel.codec.ScalarCodec;
import timestables.kernel.codec.ScalarStochasticCodec;
import timestables.kernel.codec.StochasticCodec;

/**
 * From binary32 to the formats of operands (encode), and from the formats of results to binary32 (decode). The error of
 * either is that of the whole way there and back.
 */
public final class Conversions implements Workload {

    /** Numbers that a second-level cache holds. */
    public static final String CACHED = "65536";

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
    public List<TimedSize> sizes() {
        return List.of(new TimedSize(CACHED, new Sample("1024", 100)));
    }

    @Override
    public Catalogue contenders() {
        Catalogue contenders = new Catalogue();
        contenders.add(floating(Precision.FLOAT32, Elements.FLOAT32, System::arraycopy, System::arraycopy));
        contenders.add(floating(
                Precision.FLOAT64, Elements.FLOAT64, Conversion::float32ToFloat64, Conversion::float64ToFloat32));
        contenders.add(floating(
                Precision.FLOAT16, Elements.FLOAT16, Conversion::float32ToFloat16, Conversion::float16ToFloat32));
        contenders.addAll(twins(Int8.ID, Int8.FORMAT));
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            List<Contender> twins = twins(Measured.table(bits, Rounding.NEAREST), new Linear(bits, RANGE));
            contenders.addAll(bits == 8 ? twins : twins.subList(0, 1));
        }
        contenders.addAll(twins("table8-companded", new Log(8, RANGE)));
        contenders.add(twins("table8-log", LayoutWorkload.INT8).getFirst());
        contenders.addAll(twins("table8-additive", LayoutWorkload.GEOMETRIC));
        contenders.addAll(twins("table8-e4m3", MiniFloat.E4M3));
        contenders.add(twins("table8-e5m2", MiniFloat.E5M2).getFirst());
        if (encode) {
            contenders.addAll(stochastic(new Linear(8, RANGE)));
        }
        return contenders;
    }

    private <C> Contender floating(
            Precision precision,
            Elements<C> codes,
            Elements.Kernel<float[], C> encoder,
            Elements.Kernel<C, float[]> decoder) {
        return new Contender(
                precision.toString(),
                FloatingPoint.products(precision),
                storage(codes.bytes()),
                (size, x, y) -> task(codes, encoder, decoder, x));
    }

    /** A codec and its plain loop. */
    private List<Contender> twins(String id, Format format) {
        Arithmetic arithmetic = new CodedNumbers(format, Rounding.NEAREST);
        Codec fastest = Codec.best(format);
        Codec plain = new ScalarCodec(format);
        Storage storage = storage(format.bits() > 8 ? 2 : 1);
        return List.of(
                new Contender(id, arithmetic, storage, (size, x, y) -> task(format, fastest, x)),
                new Contender(id + Contender.PLAIN_LOOP, arithmetic, storage, (size, x, y) -> task(format, plain, x)));
    }

    private static List<Contender> stochastic(Format format) {
        String id = Measured.table(format.bits(), Rounding.STOCHASTIC);
        Arithmetic arithmetic = new CodedNumbers(format, Rounding.STOCHASTIC);
        Storage storage = Storage.computed(4, 0, 1);
        StochasticCodec fastest = new StochasticCodec(format);
        ScalarStochasticCodec plain = new ScalarStochasticCodec(format);
        return List.of(
                new Contender(id, arithmetic, storage, (size, x, y) -> atRandom(format, fastest::encode, x)),
                new Contender(
                        id + Contender.PLAIN_LOOP,
                        arithmetic,
                        storage,
                        (size, x, y) -> atRandom(format, plain::encode, x)));
    }

    private Storage storage(int codeBytes) {
        return encode ? Storage.computed(4, 0, codeBytes) : Storage.computed(codeBytes, 0, 4);
    }

    private Task task(Format format, Codec codec, double[] x) {
        return format.bits() > 8
                ? task(Elements.shorts(format), codec::encode, codec::decode, x)
                : task(Elements.bytes(format), codec::encode, codec::decode, x);
    }

    private <C> Task task(
            Elements<C> codes, Elements.Kernel<float[], C> encoder, Elements.Kernel<C, float[]> decoder, double[] x) {
        return encode ? task(Elements.FLOAT32, codes, encoder, x) : task(codes, Elements.FLOAT32, decoder, x);
    }

    /** Other numbers are rounded by other random ones. */
    private static Task atRandom(Format format, RandomKernel kernel, double[] x) {
        long seed = Arrays.hashCode(x);
        float[] in = Operands.floats(x);
        byte[] out = Operands.bytes(x.length);
        int from = Elements.FLOAT32.start();
        int to = from + x.length;
        return new Task(
                () -> kernel.encode(in, out, from, to, seed),
                () -> Elements.bytes(format).decode(out, from, x.length));
    }

    private static <I, O> Task task(Elements<I> input, Elements<O> output, Elements.Kernel<I, O> kernel, double[] x) {
        I in = input.encode().apply(x);
        O out = output.scratch().apply(x.length);
        int from = input.start();
        int outFrom = output.start();
        return new Task(
                () -> kernel.convert(in, from, out, outFrom, x.length), () -> output.decode(out, outFrom, x.length));
    }

    private interface RandomKernel {
        void encode(float[] in, byte[] out, int from, int to, long seed);
    }

    /** Formats that the codecs above do not stand for: of fewer bits, and at random. */
    @Override
    public List<Measured> untimed() {
        List<Measured> untimed = new ArrayList<>();
        for (int bits = Formats.LEAST_BITS; bits <= Formats.MOST_BITS; bits++) {
            for (Format format : Formats.of(bits, RANGE)) {
                String id = "table" + bits + "-" + (format instanceof Log ? "companded" : format.name());
                if (!isTimed(format)) {
                    untimed.add(new Measured(id, new CodedNumbers(format, Rounding.NEAREST)));
                }
                if (encode && bits <= 8) {
                    untimed.add(new Measured(
                            id + Rounding.STOCHASTIC.suffix(), new CodedNumbers(format, Rounding.STOCHASTIC)));
                }
            }
        }
        return untimed;
    }

    private static boolean isTimed(Format format) {
        return format instanceof Linear || format instanceof Log && format.bits() == 8;
    }

    /** Numbers come from binary32, or go there. */
    @Override
    public double[] define(Arithmetic arithmetic, Size size, double[] x, double[] y) {
        int from = Elements.FLOAT32.start();
        long seed = Arrays.hashCode(x);
        return encode ? arithmetic.roundTrip(toFloat32(x), from, seed) : toFloat32(arithmetic.roundTrip(x, from, seed));
    }

    private static double[] toFloat32(double[] numbers) {
        return Arrays.stream(numbers).map(Precision.FLOAT32::round).toArray();
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
    public boolean errorDependsOnLength() {
        return false;
    }
}
