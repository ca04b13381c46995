package timestables.kernel.matrix;

/** The first element of a byte array that begins a cache line, provided that the array object begins one. */
final class CacheLine {

    /** Elements begin 16 bytes after the address of the array object; a cache line has 64 bytes. */
    static final int START = 64 - 16;

    private CacheLine() {}
}
