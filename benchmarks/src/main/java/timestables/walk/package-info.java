/** Chains and sums as the playground draws them, seed by seed, with what floating point makes of them. */
package timestables.walk;
