package timestables.kernel.matrix;

/** The first element of a byte array that begins a cache line, provided that the array object begins one. */
final class CacheLine {

    /** Elements begin 16 bytes after the address of the array object; a cache line has 64 bytes. */
    static final int START = 64 - 16;

    private CacheLine() {}

    /**
     * A new array for the packed weights of a matrix, which begin at {@link #START}.
     *
     * @throws IllegalArgumentException if no array is so large
     */
    static byte[] allocate(long size, int rows, int columns) {
        if (size > Integer.MAX_VALUE - 2 * START) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " does not fit one array");
        }
        return new byte[START + (int) size];
    }
}
