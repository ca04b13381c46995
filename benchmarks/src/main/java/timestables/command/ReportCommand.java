package timestables.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import timestables.run.CsvFile;
import timestables.run.Environment;
import timestables.speed.Timings;
import timestables.tour.Answer;
import timestables.tour.Tradeoff;

/** The answer of runs that have ended. */
@Command(name = "report", description = "Prints again what tours answered.%n")
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders of tours")
    private List<Path> runs;

    @Override
    public Integer call() {
        // All are read before anything is printed, so that a bad name does not go under.
        List<String> answers = runs.stream().map(ReportCommand::answer).toList();
        System.out.println(String.join(System.lineSeparator().repeat(2), answers));
        return 0;
    }

    private static String answer(Path run) {
        Environment environment = Environment.of(run);
        Answer answer = new Answer(CsvFile.read(run.resolve(Tradeoff.FILE), Tradeoff.Row.class));
        StringBuilder text = new StringBuilder();
        text.append("%s: %s, %s%n".formatted(run, environment.fact("cpu_model"), environment.fact("date")));
        Timings.caveats(run).forEach(caveat -> text.append(caveat).append(System.lineSeparator()));
        return text.append(answer).toString();
    }
}
