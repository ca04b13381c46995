package timestables.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something that reads files which users name.
 *
 * @param name of what it reads
 * @param valid files that it reads
 * @param repair what makes a damaged file get beyond the first check, where there is such a thing
 * @param namesFile whether the message of a refusal has to name the file
 */
record Reader(String name, List<byte[]> valid, UnaryOperator<byte[]> repair, boolean namesFile, Reading reading) {

    /** Reads a file, and throws what the reader is documented to throw: one of these two, and no other. */
    interface Reading {

        /** @param number of the input, by which readers may take turns */
        void read(Path file, long number) throws IOException, IllegalArgumentException;
    }

    static Reader of(String name, List<byte[]> valid, UnaryOperator<byte[]> repair, Reading reading) {
        return new Reader(name, valid, repair, true, reading);
    }
}
