package timestables.tensors;

import java.util.HashMap;
import java.util.Map;

/** The literal of a Python dictionary in the header of an {@link NpyArray}, read in one pass. */
final class NpyHeader {

    /** Where there are no more characters. */
    private static final char END = '\0';

    private final String text;
    private int at;

    NpyHeader(String text) {
        this.text = text;
    }

    /**
     * Splits it into its entries.
     *
     * @return keys without their quotes, and values as they are written
     * @throws IllegalArgumentException if it is no dictionary, or one of other keys than strings
     */
    Map<String, String> entries() {
        Map<String, String> entries = new HashMap<>();
        expect('{');
        while (peek() != '}') {
            String key = value();
            expect(':');
            entries.put(key.replaceAll("^[uU]?(['\"])(\\w+)\\1$", "$2"), value());
            if (peek() != ',') {
                break;
            }
            expect(',');
        }
        expect('}');
        if (peek() != END) {
            throw damaged();
        }
        return entries;
    }

    /** The next character that is no blank. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw damaged();
        }
        at++;
    }

    /** A string, a name, or what stands in brackets: all up to the next sign that is in neither of them. */
    private String value() {
        peek();
        int from = at;
        int depth = 0;
        char quote = END;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != END) {
                quote = c == quote ? END : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (depth == 0 && ":,}".indexOf(c) >= 0) {
                return text.substring(from, at).strip();
            } else if (c == ')' || c == ']') {
                depth--;
            }
        }
        throw damaged();
    }

    private static IllegalArgumentException damaged() {
        return NpyArray.damaged("that is no dictionary of Python");
    }
}
