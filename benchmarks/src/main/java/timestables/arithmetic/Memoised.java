package timestables.arithmetic;

import java.util.function.Supplier;

/**
 * A value that is made when it is first asked for, and only once.
 *
 * @param <T> its type
 */
public final class Memoised<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private T made;

    public Memoised(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
