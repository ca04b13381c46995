package timestables.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completes command lines in a shell. */
@Command(
        name = "completion",
        description = "Prints a script by which bash and zsh complete the arguments of scripts/run:%n"
                + "  source <(scripts/run completion)%n")
final class CompletionCommand implements Callable<Integer> {

    /** Shells look a command up by what follows its last slash. */
    private static final String SCRIPT = "run";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash(SCRIPT, spec.root().commandLine()));
        return 0;
    }
}
