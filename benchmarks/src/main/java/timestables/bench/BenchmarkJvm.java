package timestables.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /** The flags of this JVM that its forks get too: not those that name a process or a folder. */
    public static List<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !Environment.isOurs(flag))
                .toList();
    }

    /** The flags that were in force where a benchmark ran: without forks that is in this JVM. */
    static String flags(BenchmarkParams params) {
        Collection<String> flags =
                params.getForks() == 0 ? ManagementFactory.getRuntimeMXBean().getInputArguments() : params.getJvmArgs();
        return Environment.jvmFlags(
                flags.stream().filter(flag -> !ClassArchive.isFlag(flag)).toList());
    }

    /**
     * Ends this JVM, if it is a fork of JMH, when the JVM that forked it ends, in whatever way: JMH itself notices that
     * only when it next sends a message.
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

    /**
     * What keeps this JVM below what the machine can do, whatever flag or variable told it to; empty if nothing does.
     */
    static String weakness() {
        if (System.getProperty("java.vm.info", "").contains("interpreted")) {
            return "the JVM only interprets (-Xint)";
        }
        if (!"4".equals(flag("TieredStopAtLevel").orElse("4"))) {
            return "the JVM runs without its optimising compiler (-XX:TieredStopAtLevel)";
        }
        if ("false".equals(flag("EnableVectorSupport").orElse("true"))) {
            return "the JVM does not compile vectors (-XX:-EnableVectorSupport)";
        }
        if ("0".equals(flag("UseAVX").orElse("3"))) {
            return "the JVM uses no AVX (-XX:UseAVX=0, or a processor without)";
        }
        return "";
    }

    /** The value of a flag of this JVM; empty where it has none of that name. */
    private static Optional<String> flag(String name) {
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return flags == null
                    ? Optional.empty()
                    : Optional.of(flags.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
