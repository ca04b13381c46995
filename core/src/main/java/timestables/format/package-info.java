/**
 * What a code means: the map from small unsigned integers to real values and back.
 *
 * <p>The idea of the whole library on one page: a real operand is <em>encoded</em> as a code, a small unsigned integer;
 * two codes select a <em>cell</em> of a {@link timestables.table.ProductTable}; the cell is the code of their product.
 * Multiplying is then reading memory, or, where the table fits them, vector registers. Error enters in exactly two
 * places, both here: when an operand is encoded, and when the product of two decoded operands is encoded as a cell.
 * Which {@link timestables.kernel.layout.Layout} reads the cell changes the speed and never the answer.
 */
package timestables.format;
