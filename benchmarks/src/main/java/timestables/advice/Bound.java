package timestables.advice;

import java.math.BigDecimal;

/**
 * The error that a user allows.
 *
 * @param minSnr signal-to-noise ratio in dB that results have at least
 * @param maxRmse root of the mean squared error that they have at most
 */
public record Bound(double minSnr, double maxRmse) {

    boolean isMetBy(AdviceRow row) {
        return row.snrDb() >= minSnr && row.errors().rmse() <= maxRmse;
    }

    /** What there is to be reached, in words. */
    @Override
    public String toString() {
        if (maxRmse == Double.POSITIVE_INFINITY) {
            return snr();
        }
        return minSnr == Double.NEGATIVE_INFINITY ? rmse() : snr() + " and " + rmse();
    }

    private String snr() {
        return "at least %s dB".formatted(number(minSnr));
    }

    private String rmse() {
        return "an RMSE of at most %s".formatted(number(maxRmse));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
