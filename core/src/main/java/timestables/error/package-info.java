/** How far results are from the exact ones. Deterministic, and independent of how the results were computed. */
package timestables.error;
