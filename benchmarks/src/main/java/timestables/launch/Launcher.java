package timestables.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Runs the program on a Java that can run it: this one if it is new enough and has the Vector API loaded, else one that
 * is installed on this machine, in a process of its own with the same arguments, standard streams and exit status.
 *
 * <p>The Vector API is a module that a JVM loads only if told so when it starts, so that even the right Java starts
 * once more.
 */
public final class Launcher {

    static final int REQUIRED = 25;

    private static final String PROGRAM = "timestables.command.Main";

    /** System property that tells a launched JVM which process launched it. */
    private static final String LAUNCHED_BY = "timestables.launchedBy";

    private Launcher() {}

    /** Runs the program, here or elsewhere. */
    public static void main(String[] arguments) throws Exception {
        endWithLauncher();
        Optional<String> illegible = illegible(arguments);
        if (illegible.isPresent()) {
            System.err.println(illegible.get());
            System.exit(2);
        }
        int running = Runtime.version().feature();
        if (running >= REQUIRED && JvmFlags.haveVectors()) {
            untested(Runtime.version()).ifPresent(System.err::println);
            runHere(arguments);
            return;
        }
        Path home = Path.of(System.getProperty("java.home"));
        boolean canRun = running >= REQUIRED
                && ModuleFinder.ofSystem().find(JvmFlags.VECTOR_MODULE).isPresent();
        Optional<Path> suitable = canRun ? Optional.of(home) : Jdks.find(REQUIRED);
        if (suitable.isEmpty()) {
            System.err.println(complaint(Runtime.version(), home));
            System.exit(2);
        }
        System.exit(runOn(suitable.get(), arguments));
    }

    /**
     * What is told of the first name, an argument or the working folder, that this JVM could not read: the locale's
     * encoding lacks its characters. Files of that name would not be found, and others be written.
     */
    private static Optional<String> illegible(String[] arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(System.getProperty("user.dir")))
                .filter(name -> name.contains("\uFFFD"))
                .map(name -> String.format(
                        "cannot read the name %s: it has characters that the locale's encoding, %s, lacks; set"
                                + " LC_ALL=C.UTF-8",
                        name.replaceAll("\\p{Cc}", "?"), System.getProperty("sun.jnu.encoding")))
                .findFirst();
    }

    /** What is told of a Java that is newer than the one that the program is tested on. */
    static Optional<String> untested(Runtime.Version version) {
        return version.feature() > REQUIRED
                ? Optional.of(String.format(
                        "This is Java %s, and Timestables has been tested on Java %d alone.", version, REQUIRED))
                : Optional.empty();
    }

    static String complaint(Runtime.Version version, Path home) {
        return String.format(
                "Timestables needs Java %d or newer with the module %s; this is Java %s in %s, and no other was found."
                        + " Install a JDK %d, or set JAVA_HOME to one.",
                REQUIRED, JvmFlags.VECTOR_MODULE, version, home, REQUIRED);
    }

    private static void runHere(String[] arguments) throws Exception {
        try {
            Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    /**
     * Even a launcher that is killed, and can pass on no signal, leaves no program behind. One that has died before
     * this is called is no longer the parent.
     */
    private static void endWithLauncher() {
        String launcher = System.getProperty(LAUNCHED_BY);
        if (launcher == null) {
            return;
        }
        ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == Long.parseLong(launcher))
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(() -> System.exit(1));
    }

    private static int runOn(Path home, String[] arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(JvmFlags.ALL);
        command.add("-D" + LAUNCHED_BY + "=" + ProcessHandle.current().pid());
        Optional<HeldFolder> temporary = temporary();
        temporary.map(TemporaryFolder::flags).ifPresent(command::addAll);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Launcher.class.getName());
        command.addAll(Arrays.asList(arguments));
        try {
            Process program = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(program, temporary)));
            return program.waitFor();
        } catch (IOException e) {
            System.err.println("cannot start " + command.get(0) + ": " + e.getMessage());
            return 1;
        }
    }

    /** A folder for temporary files; without one, they are among those of other programs. */
    private static Optional<HeldFolder> temporary() {
        try {
            return Optional.of(TemporaryFolder.create());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Passes on the signal that ends this process, waits until the program has seen to it, and leaves nothing. */
    private static void end(Process program, Optional<HeldFolder> temporary) {
        program.destroy();
        try {
            program.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        temporary.ifPresent(HeldFolder::close);
    }
}
