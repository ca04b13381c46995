package timestables.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.stream.Stream;

/** A library of the operating system, opened if it is installed, for as long as the program runs. */
@SuppressWarnings("restricted") // Native access is what this class is for.
public final class NativeLibrary {

    private final String debianPackages;
    private final Optional<SymbolLookup> symbols;

    /**
     * Opens a library.
     *
     * @param debianPackages what to install, for those who do not have it
     * @param names the file names that the dynamic linker searches for, in this order
     */
    NativeLibrary(String debianPackages, String... names) {
        this.debianPackages = debianPackages;
        this.symbols = Stream.of(names).flatMap(name -> open(name).stream()).findFirst();
    }

    private static Optional<SymbolLookup> open(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name of the Debian package that it comes in, or the names of several. */
    public String debianPackages() {
        return debianPackages;
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
}
