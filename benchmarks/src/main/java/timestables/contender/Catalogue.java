package timestables.contender;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import timestables.arithmetic.Memoised;

/**
 * The contenders of an operation by their ids, in order. Those with tables are made when they are first asked for:
 * making all takes half a second, which every fork of JMH would spend.
 */
public final class Catalogue {

    private final Map<String, Supplier<Contender>> contenders = new LinkedHashMap<>();

    Catalogue() {}

    /** Adds a contender that is made when it is first asked for. */
    void add(String id, Function<String, Contender> maker) {
        contenders.put(id, new Memoised<>(() -> maker.apply(id)));
    }

    /** Adds a contender. */
    void add(Contender contender) {
        contenders.put(contender.id(), () -> contender);
    }

    /** Adds contenders. */
    void addAll(Collection<Contender> some) {
        some.forEach(this::add);
    }

    /** All ids. */
    Set<String> ids() {
        return contenders.keySet();
    }

    /** All contenders. */
    public List<Contender> all() {
        return contenders.values().stream().map(Supplier::get).toList();
    }

    /** The contender of an id. */
    Optional<Contender> find(String id) {
        return Optional.ofNullable(contenders.get(id)).map(Supplier::get);
    }
}
