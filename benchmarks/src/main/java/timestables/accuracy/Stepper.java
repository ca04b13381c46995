package timestables.accuracy;

import timestables.walk.Walk;

/** Takes a chain or a sum step by step, in some arithmetic, and remembers where it is. */
public interface Stepper {

    /**
     * Takes the next step.
     *
     * @param i which it is, from 0 on, none left out
     * @return the result so far
     */
    double step(int i);

    /** Begins a walk in some arithmetic. */
    interface Start {
        Stepper on(Walk walk, long seed);
    }
}
