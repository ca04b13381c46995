/** A user's own numbers, from the file that holds them to the errors of every format on them. */
package timestables.operands;
