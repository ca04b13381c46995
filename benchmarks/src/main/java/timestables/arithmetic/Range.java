package timestables.arithmetic;

import timestables.format.Format;

/** Values that need not be moved to be represented: a range that formats are asked for once, not for every value. */
record Range(double least, double greatest) {

    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Range of(Format format) {
        return new Range(format.least(), format.greatest());
    }

    boolean excludes(double value) {
        return value < least || value > greatest;
    }
}
