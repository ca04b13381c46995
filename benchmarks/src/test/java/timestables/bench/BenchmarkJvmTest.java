package timestables.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;
import timestables.launch.JvmFlags;

/** Flags that cannot be taken from where they are listed. */
class BenchmarkJvmTest {

    @Test
    void forksGetTheFlagsOfAllJvmsAndTheAlignment() {
        assertEquals(
                BenchmarkJvm.ARGUMENTS,
                List.of(OperationBenchmark.class.getAnnotation(Fork.class).jvmArgsPrepend()));
    }

    @Test
    void testsGetTheFlagsOfAllJvms() {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertTrue(flags.containsAll(JvmFlags.ALL), flags::toString);
    }
}
