/** A user's own numbers, paired, and the errors of every format on them. */
package timestables.operands;
