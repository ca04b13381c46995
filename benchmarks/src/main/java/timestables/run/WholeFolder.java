package timestables.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import timestables.launch.HeldFolder;

/**
 * Folders that are replaced as a whole or not at all: what a killed process leaves of that, {@link Remains} completes
 * or takes back.
 *
 * <p>The new content is put together in a hidden folder beside the place. Then the former content moves into the hidden
 * folder, and the new one out of it.
 */
public final class WholeFolder {

    /** The name of the hidden folder: that of the place, and digits. */
    private static final Pattern HIDDEN = Pattern.compile("[.](.+)-\\d+");

    private static final String UNFINISHED = "unfinished";
    private static final String FORMER = "former";

    private final Path place;
    private final HeldFolder hidden;

    /** Set when the program is being stopped: from then on, nothing moves. */
    private boolean stopped;

    private WholeFolder(Path place) throws IOException {
        this.place = place;
        this.hidden = HeldFolder.create(place.getParent(), "." + place.getFileName() + "-");
    }

    /** Fills a folder. */
    public interface Content {
        void fill(Path folder) throws IOException;
    }

    /**
     * Replaces a folder, once its new content is complete.
     *
     * @throws IOException if it cannot be written; what it held before is then still there
     */
    public static void replace(Path place, Content content) throws IOException {
        WholeFolder folder = new WholeFolder(place);
        Thread stop = new Thread(folder::stop);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            content.fill(Files.createDirectory(folder.hidden.path().resolve(UNFINISHED)));
            folder.swap();
        } finally {
            folder.finish();
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                // It runs already.
            }
        }
    }

    private synchronized void stop() {
        stopped = true;
        finish();
    }

    private synchronized void swap() throws IOException {
        if (stopped) {
            throw new IOException("stopped");
        }
        if (Files.exists(place)) {
            Files.move(place, hidden.path().resolve(FORMER));
        }
        Files.move(hidden.path().resolve(UNFINISHED), place);
    }

    private synchronized void finish() {
        try {
            complete(place, hidden.path());
        } catch (IOException e) {
            // The failure that led here is the one to report.
            return;
        }
        hidden.close();
    }

    /** If a folder is a hidden one of a process that was killed, completes what that had begun. */
    static void recover(Path folder) throws IOException {
        Matcher name = HIDDEN.matcher(folder.getFileName().toString());
        if (name.matches()) {
            HeldFolder.ifAbandoned(folder, () -> complete(folder.resolveSibling(name.group(1)), folder));
        }
    }

    /** Only when the new content is complete does the former one move; where it has, the new one can follow. */
    private static void complete(Path place, Path hidden) throws IOException {
        Path former = hidden.resolve(FORMER);
        if (Files.exists(former) && Files.notExists(place)) {
            try {
                Files.move(hidden.resolve(UNFINISHED), place);
            } catch (IOException e) {
                Files.move(former, place);
            }
        }
    }
}
