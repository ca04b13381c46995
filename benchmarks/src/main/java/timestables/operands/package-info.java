/** A user's own numbers: reads them from CSV and NumPy files, and pairs them as operands. */
package timestables.operands;
