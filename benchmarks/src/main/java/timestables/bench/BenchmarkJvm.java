package timestables.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import timestables.contender.Operands;
import timestables.launch.JvmFlags;
import timestables.run.Environment;

/** The JVMs that benchmarks run in. */
public final class BenchmarkJvm {

    /** Lets {@link Operands} begin on cache lines. */
    public static final String ALIGNMENT = "-XX:ObjectAlignmentInBytes=" + Operands.ALIGNMENT;

    public static final List<String> ARGUMENTS =
            Stream.concat(JvmFlags.ALL.stream(), Stream.of(ALIGNMENT)).toList();

    /** The main class of JMH's forks. */
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";

    private BenchmarkJvm() {}

    /** The flags that were in force where a benchmark ran: without forks that is in this JVM. */
    static String flags(BenchmarkParams params) {
        return Environment.jvmFlags(
                params.getForks() == 0
                        ? ManagementFactory.getRuntimeMXBean().getInputArguments()
                        : params.getJvmArgs());
    }

    /**
     * Ends this JVM, if it is a fork of JMH, when the one that forked it ends, however that is: JMH itself notices it
     * no sooner than its next message to it.
     */
    static void endWithHost() {
        if (!System.getProperty("sun.java.command", "").startsWith(FORK)) {
            return;
        }
        Thread watch = new Thread(
                () -> {
                    try {
                        // The other end of standard input is the host's, which writes nothing to it.
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // It has gone too.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "end with host");
        watch.setDaemon(true);
        watch.start();
    }
}
