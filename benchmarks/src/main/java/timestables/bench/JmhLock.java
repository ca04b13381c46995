package timestables.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;
import timestables.launch.TemporaryFolder;
import timestables.run.WholeFile;

/**
 * JMH's lock, by which one program at a time runs benchmarks on a machine. JMH takes it anew for each fork, so that
 * another program could come between two; here it is held for the whole run.
 */
public final class JmhLock {

    private static final String IGNORED = "jmh.ignoreLock";

    private static final String FILE = "jmh.lock";

    private static final String REMEDY =
            "java -D" + IGNORED + "=true -jar benchmarks.jar runs all the same, and figures may then be wrong";

    /** Keeps it from being closed, which would give up the lock. */
    private static FileChannel held;

    private JmhLock() {}

    /**
     * Takes the lock until the program ends, unless the user wants it to be ignored. A program whose temporary files
     * are among those of all leaves it to JMH, whose lock is there too.
     *
     * @throws RunnerException if another program has it
     */
    public static synchronized void hold() throws RunnerException {
        Optional<Path> folder = TemporaryFolder.shared();
        if (held != null || Boolean.getBoolean(IGNORED) || folder.isEmpty()) {
            return;
        }
        Path file = folder.get().resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                held = channel;
                return;
            }
            channel.close();
        } catch (IOException e) {
            throw new RunnerException(
                    "cannot tell whether another program runs benchmarks, for %s cannot be locked: %s; %s"
                            .formatted(file, WholeFile.reason(e), REMEDY));
        }
        throw new RunnerException(
                "another program runs benchmarks with JMH on this machine (it holds %s), and two at once would slow each other: wait until it has ended; %s"
                        .formatted(file, REMEDY));
    }
}
