package timestables.tensors;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A tensor in a file that holds several.
 *
 * @param info what the file says of it
 * @param content where its numbers lie
 * @param users what else it may be named by: those that use it
 * @param remarks what may have been meant otherwise, a line each
 */
record Tensor(TensorInfo info, Content content, List<String> users, List<String> remarks) {

    /** More than any model has, and few enough to list. */
    static final int MOST = 1 << 18;

    /** A tensor of which the file says nothing else. */
    Tensor(TensorInfo info, Content content) {
        this(info, content, List.of(), List.of());
    }

    /** Where the numbers of a tensor lie, among those of others. */
    record Extent(String name, long from, long to) {}

    /** What to say of a type, given those that can be read. */
    static Content.Unreadable ofOtherType(String type, Stream<String> readable) {
        return new Content.Unreadable(
                "is of the type %s; %s can be read".formatted(type, String.join(", ", readable.toList())));
    }

    /** Refuses a file of more tensors than any model has. */
    static void requireFew(long count) {
        if (Long.compareUnsigned(count, MOST) > 0) {
            throw new IllegalArgumentException(
                    "holds more than %d tensors, which are all that can be read".formatted(MOST));
        }
    }

    /** Refuses a file in which two tensors have one name. */
    static void requireDistinct(Collection<Tensor> tensors) {
        Set<String> names = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.info.name())) {
                throw twice(tensor.info.name());
            }
        }
    }

    /** What to say where two tensors have one name. */
    static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("is damaged: it has two tensors named " + TensorInfo.shown(name));
    }

    /** Refuses a file in which the numbers of two tensors overlap. */
    static void requireApart(List<Extent> extents) {
        List<Extent> ordered = extents.stream()
                .sorted(Comparator.comparingLong(Extent::from).thenComparingLong(Extent::to))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).from < ordered.get(i - 1).to) {
                throw TensorInfo.damaged(ordered.get(i - 1).name, "overlaps " + TensorInfo.shown(ordered.get(i).name));
            }
        }
    }
}
