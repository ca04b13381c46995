package timestables.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HarmlessOutputTest {

    private static String printed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = HarmlessOutput.of(new PrintStream(bytes, false, StandardCharsets.UTF_8));
        out.print(text);
        out.flush();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.write(b);
        }
        out.flush();
        String all = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(all.substring(0, all.length() / 2), all.substring(all.length() / 2), "byte by byte, the same");
        return all.substring(0, all.length() / 2);
    }

    @Test
    void whatTerminalsTakeForCommandsAreQuestionMarks() {
        assertEquals("?[2J?]0;title?", printed("\u001b[2J\u001b]0;title\u0007"));
        assertEquals("a??b", printed("a\b\u007fb"));
        String c1 = printed("\u009b31mred");
        assertFalse(c1.contains("\u009b"), c1);
        assertTrue(c1.endsWith("?31mred"), c1);
    }

    @Test
    void textStaysAsItIs() {
        String text = "row\tcell\r\nµ = 1,5 · naïve ÂŸ €\n[####....]  50%\r";
        assertEquals(text, printed(text));
    }

    @Test
    void aFullDiskIsSeenFromOutside() {
        PrintStream full = HarmlessOutput.of(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        assertFalse(full.checkError(), "nothing was written yet");
        full.println("text");
        assertTrue(full.checkError());
    }
}
