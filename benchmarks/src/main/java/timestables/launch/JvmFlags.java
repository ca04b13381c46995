package timestables.launch;

import java.util.List;

/** What every JVM that runs a part of this program is told: the program itself, its benchmarks and its tests. */
public final class JvmFlags {

    static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** The kernels need the Vector API. */
    public static final String VECTORS = "--add-modules=" + VECTOR_MODULE;

    /** JMH uses a part of the JDK that would warn. */
    public static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /** The JVM would warn when native libraries are looked for. */
    public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    public static final List<String> ALL = List.of(VECTORS, UNSAFE, NATIVE_ACCESS);

    private JvmFlags() {}

    /** Whether this JVM has been told to load the Vector API. */
    public static boolean haveVectors() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }
}
