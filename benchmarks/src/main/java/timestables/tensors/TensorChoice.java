package timestables.tensors;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import timestables.run.Spelling;

/** Which of the tensors of a file is meant. */
final class TensorChoice {

    private static final int SHOWN = 12;

    private final List<Tensor> tensors;

    /** @param tensors all that the file holds */
    TensorChoice(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("holds no tensors");
        }
        this.tensors = tensors;
    }

    /**
     * The one tensor, or the one that is a matrix.
     *
     * @throws IllegalArgumentException listing them, if there are several
     */
    Tensor only() {
        if (tensors.size() == 1) {
            return tensors.getFirst();
        }
        List<Tensor> matrices =
                tensors.stream().filter(tensor -> tensor.info().isMatrix()).toList();
        if (matrices.size() == 1) {
            return matrices.getFirst();
        }
        List<Tensor> matricesFirst = tensors.stream()
                .sorted(Comparator.comparing(tensor -> !tensor.info().isMatrix()))
                .toList();
        throw new IllegalArgumentException("holds %d tensors; name one, as FILE:NAME: %s"
                .formatted(
                        tensors.size(),
                        list(matricesFirst.stream()
                                .map(tensor ->
                                        tensor.info().describe(tensor.info().name()))
                                .toList())));
    }

    /**
     * The tensor of a name, or the one that a node of this name uses.
     *
     * @throws IllegalArgumentException listing the nearest, if there is none, or several that are matrices or not
     */
    Tensor named(String name) {
        Optional<Tensor> named = tensors.stream()
                .filter(tensor -> tensor.info().name().equals(name))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<Tensor> used =
                tensors.stream().filter(tensor -> tensor.users().contains(name)).toList();
        if (!used.isEmpty()) {
            try {
                return new TensorChoice(used).only();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "has a node %s, which %s".formatted(TensorInfo.shown(name), e.getMessage()), e);
            }
        }
        Map<String, Tensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> {
            byName.put(tensor.info().name(), tensor);
            tensor.users().forEach(user -> byName.putIfAbsent(user, tensor));
        });
        List<String> nearest = Spelling.nearestFirst(name, byName.keySet());
        Set<Tensor> listed = new HashSet<>();
        throw new IllegalArgumentException("holds no tensor named %s; the nearest are %s"
                .formatted(
                        TensorInfo.shown(name),
                        list(nearest.stream()
                                .filter(near -> listed.add(byName.get(near)))
                                .map(near -> byName.get(near).info().describe(near))
                                .toList())));
    }

    private static String list(List<String> tensors) {
        return tensors.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (tensors.size() > SHOWN ? " and %d more".formatted(tensors.size() - SHOWN) : "");
    }
}
