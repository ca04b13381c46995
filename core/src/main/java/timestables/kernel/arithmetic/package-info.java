/**
 * The arithmetic that tables compete with: plain loops in {@link timestables.kernel.arithmetic.ScalarMultiply},
 * {@link timestables.kernel.arithmetic.ScalarDot} and {@link timestables.kernel.arithmetic.ScalarGemm}, and their
 * vector twins.
 */
package timestables.kernel.arithmetic;
