/**
 * The playground that this project comes from, faithfully: tables as images, and long chains and sums of products read
 * from them beside those of floating point.
 */
package timestables.playground;
