package timestables.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What Linux says of the processor; nothing elsewhere. */
public final class Processor {

    private static final Path FILE = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Sets of vector instructions of x86 processors, from the slowest to the fastest. */
    enum InstructionSet {
        SSE("SSE"),
        AVX("AVX", "avx"),
        AVX2("AVX2", "avx2", "fma"),
        AVX2_VNNI("AVX2 and VNNI", "avx2", "fma", "avx_vnni"),
        AVX512("AVX-512", "avx512f", "avx512bw", "avx512dq", "avx512vl"),
        AVX512_VNNI("AVX-512 and VNNI", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni");

        private final String title;
        private final List<String> flags;

        InstructionSet(String title, String... flags) {
            this.title = title;
            this.flags = List.of(flags);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** The first core's value for a key, such as {@code model name}. */
    public static String info(String key, String otherwise) {
        if (!Files.isReadable(FILE)) {
            return otherwise;
        }
        try (var lines = Files.lines(FILE)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException | UncheckedIOException e) {
            return otherwise;
        }
    }

    /** The fastest that it has; of a processor that is not known, the slowest. */
    static InstructionSet instructionSet() {
        List<String> flags = List.of(info("flags", "").split(" "));
        return Arrays.stream(InstructionSet.values())
                .filter(set -> flags.containsAll(set.flags))
                .reduce((slower, faster) -> faster)
                .orElseThrow();
    }
}
