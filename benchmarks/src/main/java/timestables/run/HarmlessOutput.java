package timestables.run;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A way to a terminal on which text from files, names and arguments does no harm: control characters other than tabs
 * and line breaks, some of which terminals take for commands, are question marks.
 */
public final class HarmlessOutput extends FilterOutputStream {

    /**
     * The first byte of U+0080 to U+009F in UTF-8; what follows ASCII's control characters is control characters too.
     */
    private static final byte BEFORE_C1 = (byte) 0xC2;

    /** Why a print stream has failed, which it does not tell. */
    public static final String FULL = "it is full or closed";

    private final PrintStream terminal;
    private byte previous;

    private HarmlessOutput(PrintStream terminal) {
        super(terminal);
        this.terminal = terminal;
    }

    /** Standard output, or standard error, made harmless. */
    public static PrintStream of(PrintStream terminal) {
        return new PrintStream(new HarmlessOutput(terminal), true, terminal.charset());
    }

    @Override
    public void write(int b) {
        terminal.write(harmless((byte) b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        byte[] harmless = new byte[length];
        for (int i = 0; i < length; i++) {
            harmless[i] = harmless(bytes[from + i]);
        }
        terminal.write(harmless, 0, length);
    }

    private byte harmless(byte b) {
        boolean harms = Character.isISOControl(b) && b != '\n' && b != '\r' && b != '\t'
                || previous == BEFORE_C1 && Character.isISOControl(b & 0xFF);
        previous = b;
        return harms ? (byte) '?' : b;
    }

    /** @throws IOException if something that was written before did not get there: a print stream tells so alone */
    @Override
    public void flush() throws IOException {
        if (terminal.checkError()) {
            throw new IOException(FULL);
        }
    }
}
