package timestables.run;

/** What a file says, fit for a line on a console. */
public final class Excerpt {

    private Excerpt() {}

    /**
     * The beginning of a text, with question marks for what is not printable ASCII: neither may a message grow beyond a
     * line, nor a file's control characters reach a terminal.
     *
     * @param most how many characters are kept
     */
    public static String of(String text, int most) {
        String beginning = text.length() > most ? text.substring(0, most) + "..." : text;
        return beginning.replaceAll("[^ -~]", "?");
    }
}
