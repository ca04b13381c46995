package timestables.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A library of the operating system, opened if it is installed, for as long as the program runs. */
@SuppressWarnings("restricted") // Native access is what this class is for.
public final class NativeLibrary {

    private final String debianPackages;
    private final Optional<SymbolLookup> symbols;
    private final Optional<String> missing;

    /**
     * Opens a library. One that lacks a function counts as not installed.
     *
     * @param debianPackages what to install, for those who do not have it
     * @param functions that it must have
     * @param names the file names that the dynamic linker searches for, in this order
     */
    NativeLibrary(String debianPackages, List<String> functions, String... names) {
        List<SymbolLookup> found =
                Stream.of(names).flatMap(name -> open(name).stream()).toList();
        this.debianPackages = debianPackages;
        this.symbols = found.stream()
                .filter(library -> lacking(library, functions).isEmpty())
                .findFirst();
        this.missing = symbols.isPresent()
                ? Optional.empty()
                : Optional.of(found.stream()
                        .flatMap(library -> lacking(library, functions).stream())
                        .findFirst()
                        .map(function -> debianPackages + " with " + function)
                        .orElse(debianPackages));
    }

    private static Optional<String> lacking(SymbolLookup library, List<String> functions) {
        return functions.stream()
                .filter(function -> library.find(function).isEmpty())
                .findFirst();
    }

    private static Optional<SymbolLookup> open(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What to install, in words that "is not installed" can follow; empty if the library can be used. */
    public Optional<String> missing() {
        return missing;
    }

    public boolean isInstalled() {
        return symbols.isPresent();
    }

    /**
     * Has what the calling thread asks of the library computed by one thread.
     *
     * @param function takes the number of threads; a library without it has no more than one
     * @throws IllegalStateException if the library is not installed
     */
    void useOneThread(String function) {
        SymbolLookup found = symbols.orElseThrow(() -> new IllegalStateException(debianPackages + " is not installed"));
        found.find(function).ifPresent(address -> {
            try {
                Linker.nativeLinker()
                        .downcallHandle(address, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                        .invokeExact(1);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    boolean has(String function) {
        return symbols.flatMap(found -> found.find(function)).isPresent();
    }

    /** A function of the library, or null if the library is not installed. */
    MethodHandle function(String name, FunctionDescriptor type) {
        return symbols.map(found -> Linker.nativeLinker().downcallHandle(found.findOrThrow(name), type))
                .orElse(null);
    }

    /**
     * Calls a function that need not be fast.
     *
     * @param arguments each an {@link Integer}, a {@link Long} or a {@link MemorySegment}
     */
    Object call(MemoryLayout result, String function, Object... arguments) {
        MemoryLayout[] types = Stream.of(arguments).map(NativeLibrary::typeOf).toArray(MemoryLayout[]::new);
        try {
            return function(function, FunctionDescriptor.of(result, types)).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemoryLayout typeOf(Object argument) {
        if (argument instanceof MemorySegment) {
            return ValueLayout.ADDRESS;
        }
        return argument instanceof Long ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
    }

    /**
     * The first {@code rows * columns} elements of {@code memory}.
     *
     * @param bytes in an element
     * @throws IllegalArgumentException if there are none, or {@code memory} is on the heap
     * @throws IndexOutOfBoundsException if {@code memory} is smaller
     */
    static MemorySegment matrix(MemorySegment memory, int rows, int columns, int bytes) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("a matrix of %d x %d has no elements".formatted(rows, columns));
        }
        if (!memory.isNative()) {
            throw new IllegalArgumentException("a native library cannot read memory on the heap");
        }
        return memory.asSlice(0, (long) rows * columns * bytes);
    }

    /** The {@code bytes} bytes at an address that a function answered. */
    static MemorySegment memory(Object address, long bytes) {
        return ((MemorySegment) address).reinterpret(bytes);
    }

    /** The text at an address that a function answered. */
    static String string(Object address) {
        return memory(address, Long.MAX_VALUE).getString(0).strip();
    }
}
