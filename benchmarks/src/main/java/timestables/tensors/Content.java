package timestables.tensors;

import timestables.format.BlockScaled;

/** How the numbers of a tensor lie in its file, row by row. */
sealed interface Content {

    /**
     * Elements one after the other, low byte first.
     *
     * @param from the position of the first byte in the file
     */
    record Elements(ElementType type, long from) implements Content {}

    /**
     * Blocks of codes, each with its scale, in the order of ggml.
     *
     * @param from the position of the first byte in the file
     */
    record Scaled(BlockScaled format, long from) implements Content {}

    /**
     * Elements in fields of a message of protobuf.
     *
     * @param from the position of the message in the file
     * @param to the position where it ends
     */
    record Fields(ElementType type, long from, long to) implements Content {}

    /**
     * What cannot be read.
     *
     * @param why what to say of it
     */
    record Unreadable(String why) implements Content {}
}
