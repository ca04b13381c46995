/**
 * Between numbers and codes: a {@link timestables.kernel.codec.Codec} encodes and decodes for one format, a
 * {@link timestables.kernel.codec.StochasticCodec} encodes at random. {@link timestables.kernel.codec.Conversion} does
 * the same for the floating-point formats.
 */
package timestables.kernel.codec;
