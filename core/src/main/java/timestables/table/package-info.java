/** Tables of products, immutable and backed by bytes. */
package timestables.table;
