package timestables.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a command may time. */
final class Budget {

    private static final double MILLIS = 60_000;

    /** More than a month: a longer time is a slip. */
    static final double MOST = 50_000;

    private double minutes;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "6",
            description = "how long to time in rounds; the longer, the narrower the intervals; default: 6")
    private void setMinutes(double minutes) {
        if (!(minutes > 0 && minutes <= MOST)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--minutes must be a number above 0, of %.0f at most, not %s".formatted(MOST, minutes));
        }
        this.minutes = minutes;
    }

    Duration duration() {
        return duration(minutes);
    }

    static Duration duration(double minutes) {
        return Duration.ofMillis((long) (minutes * MILLIS));
    }
}
