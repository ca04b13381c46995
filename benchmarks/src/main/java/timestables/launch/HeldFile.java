package timestables.launch;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that its process holds, by a lock of the system's, for as long as it works with it. When that process has been
 * killed, others find the file without a lock, and know that nobody will come back for it.
 */
public final class HeldFile implements Closeable {

    /** Those of this process, which must not open them once more: to close one of two channels gives up the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private HeldFile(Path path) throws IOException {
        this.path = path;
        HELD.add(path);
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            HELD.remove(path);
            throw e;
        }
    }

    /** What is done with a file that nobody holds. */
    public interface Recovery {
        void run() throws IOException;
    }

    /** Makes a file and holds it. */
    public static HeldFile create(Path path) throws IOException {
        Path real = real(path);
        while (true) {
            HeldFile file = new HeldFile(real);
            if (file.lock()) {
                return file;
            }
            file.close();
            Files.deleteIfExists(real);
        }
    }

    /** Whether it is held: not if somebody found it in the moment before, took it for abandoned, and deleted it. */
    private boolean lock() throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException e) {
            // A file system without locks, where nobody is told that a file is abandoned.
            return true;
        }
        return lock != null && Files.exists(path);
    }

    /** Does something with a file, and holds it meanwhile, if nobody else does. */
    public static void ifAbandoned(Path path, Recovery recovery) throws IOException {
        if (HELD.contains(real(path))) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() != null) {
                recovery.run();
            }
        }
    }

    private static Path real(Path path) throws IOException {
        return path.toAbsolutePath().getParent().toRealPath().resolve(path.getFileName());
    }

    /** Writes into the file. */
    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /** Waits until what was written would outlast a loss of power. */
    public void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(path);
        }
    }
}
