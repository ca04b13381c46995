/** Tables as PNG files. */
package timestables.image;
