package timestables.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import timestables.run.Progress;
import timestables.run.RunFolder;
import timestables.table.ProductTable;
import timestables.walk.PythonFloat;

/**
 * A folder of images of tables, by bits, such as {@code 8bit/signed_log_256x256_r2_0.png}.
 *
 * @param path of the folder, which is made when the first image is written to it
 */
public record TableFolder(Path path) {

    /** One image of every kind and number of bits. */
    public static List<TableImage> images(double maxRange) {
        List<TableImage> images = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int bits = Kind.LEAST_BITS; bits <= Kind.MOST_BITS; bits++) {
                images.add(new TableImage(kind, bits, maxRange));
            }
        }
        return images;
    }

    /**
     * Draws tables and their previews, in place of those that are there.
     *
     * @param progress told of each table that begins
     * @return how many files were written
     * @throws IllegalArgumentException if the folder cannot be written to
     */
    public int writeAll(List<TableImage> images, Progress progress) {
        images.forEach(this::prepare);
        return images.parallelStream()
                .mapToInt(image -> {
                    progress.begin(image.title());
                    ProductTable table = image.table();
                    image.write(table, file(image));
                    if (image.hasPreview()) {
                        image.writePreview(table, preview(image));
                    }
                    return image.hasPreview() ? 2 : 1;
                })
                .sum();
    }

    /**
     * Reads a table from its image, which is drawn first, with its preview, if it is not there.
     *
     * @throws IllegalArgumentException if it is there but cannot be read, or is not there and cannot be written
     */
    public ProductTable load(Kind kind, int bits, double maxRange) {
        TableImage image = new TableImage(kind, bits, maxRange);
        if (!Files.exists(file(image))) {
            prepare(image);
            ProductTable table = image.table();
            // The preview comes first: once the table is there, it is not drawn again.
            if (image.hasPreview() && !Files.exists(preview(image))) {
                image.writePreview(table, preview(image));
            }
            image.write(table, file(image));
        }
        return image.read(file(image));
    }

    private void prepare(TableImage image) {
        RunFolder.writable(path);
        RunFolder.writable(folder(image));
    }

    private Path folder(TableImage image) {
        return path.resolve(image.bits() + "bit");
    }

    Path file(TableImage image) {
        return folder(image).resolve(stem(image) + ".png");
    }

    Path preview(TableImage image) {
        return folder(image).resolve(stem(image) + "_preview.png");
    }

    private static String stem(TableImage image) {
        return "%s_%sx%s_r%s"
                .formatted(
                        image.kind().filePrefix(),
                        image.size(),
                        image.size(),
                        PythonFloat.text(image.maxRange()).replace('.', '_'));
    }
}
