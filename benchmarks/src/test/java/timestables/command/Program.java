package timestables.command;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import timestables.jar.Jar;
import timestables.launch.JvmFlags;

/**
 * The program of the jar in one process for many command lines. Each begins as a process of its own would, but for what
 * the JVM has loaded, which takes most of the time of a command line that is refused.
 */
final class Program implements AutoCloseable {

    private final Process process;
    private final DataOutputStream in;
    private final DataInputStream out;

    /** @param folder that the program runs in */
    Program(Path folder) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Jar.THIS_JAVA.resolve("bin/java").toString()));
        command.addAll(JvmFlags.ALL);
        command.addAll(Jar.briefly());
        Path tests = Path.of(URI.create(Program.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        command.addAll(List.of("-cp", Jar.FILE + File.pathSeparator + tests, Program.class.getName()));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        in = new DataOutputStream(process.getOutputStream());
        out = new DataInputStream(process.getInputStream());
    }

    /** Runs a command line to its end. */
    Jar.Outcome run(String... arguments) throws IOException {
        in.writeInt(arguments.length);
        for (String argument : arguments) {
            in.writeUTF(argument);
        }
        in.flush();
        return new Jar.Outcome(out.readInt(), read(), read());
    }

    private String read() throws IOException {
        return new String(out.readNBytes(out.readInt()), StandardCharsets.UTF_8);
    }

    /** What is to be asserted of a command line beside the text that tells it from others. */
    interface Assertion {
        void check(Jar.Outcome outcome, String text) throws Exception;
    }

    /**
     * A test for each command line, all in one process.
     *
     * @param lines each {@code arguments | text}; an argument {@code ''} is empty
     */
    static Stream<DynamicTest> tests(Path folder, String lines, Assertion assertion) throws IOException {
        Program program = new Program(folder);
        return lines.lines()
                .map(line -> {
                    String[] parts = line.split("\\|", 2);
                    String[] arguments = Stream.of(parts[0].strip().split(" +"))
                            .map(argument -> argument.equals("''") ? "" : argument)
                            .toArray(String[]::new);
                    return DynamicTest.dynamicTest(
                            parts[0].strip(), () -> assertion.check(program.run(arguments), parts[1].strip()));
                })
                .onClose(program::close);
    }

    @Override
    public void close() {
        try {
            in.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process: reads command lines until there are no more. */
    public static void main(String[] none) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(System.out);
        while (true) {
            String[] arguments;
            try {
                arguments = new String[in.readInt()];
            } catch (EOFException e) {
                return;
            }
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = in.readUTF();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            answers.writeInt(Main.run(arguments));
            for (ByteArrayOutputStream text : List.of(out, err)) {
                answers.writeInt(text.size());
                text.writeTo(answers);
            }
            answers.flush();
        }
    }
}
