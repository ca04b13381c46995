package timestables.kernel.matrix;

/** Where data of a byte array begins, so that it begins a cache line if the array's object does. */
final class CacheLine {

    /** The elements of an array of bytes come 16 bytes behind its object's address. */
    static final int START = 64 - 16;

    private CacheLine() {}
}
