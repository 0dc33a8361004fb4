package org.focalspark.export.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writer of an XML document with one element per line. Tabs and line ends are written as references, since a parser
 * replaces these characters in attributes by spaces.
 */
final class Xml {
    private static final String INDENT = "  ";

    private final Writer target;
    private final Deque<String> open = new ArrayDeque<>();

    Xml(Writer target) throws IOException {
        this.target = target;
        target.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** Opens an element. Attributes alternate between names and values. */
    Xml open(String name, String... attributes) throws IOException {
        start(name, attributes);
        target.write(">");
        open.push(name);
        return this;
    }

    /** Writes an element without content. */
    Xml leaf(String name, String... attributes) throws IOException {
        start(name, attributes);
        target.write("/>");
        return this;
    }

    /** Writes an element that contains a text. */
    Xml text(String name, String text, String... attributes) throws IOException {
        start(name, attributes);
        target.write(">" + escaped(text) + "</" + name + ">");
        return this;
    }

    Xml close() throws IOException {
        String name = open.pop();
        newLine();
        target.write("</" + name + ">");
        return this;
    }

    void end() throws IOException {
        target.write("\n");
        target.flush();
    }

    private void start(String name, String... attributes) throws IOException {
        newLine();
        target.write("<" + name);
        for (int i = 0; i < attributes.length; i += 2) {
            target.write(" " + attributes[i] + "=\"" + escaped(attributes[i + 1]) + "\"");
        }
    }

    private void newLine() throws IOException {
        target.write("\n" + INDENT.repeat(open.size()));
    }

    private static String escaped(String text) {
        checkLegal(text);
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' ->
                    escaped.append("&#").append((int) character).append(';');
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /**
     * Checks that an XML document can contain a text.
     *
     * @throws IllegalStateException if it cannot; the message names the character and the text
     */
    static void checkLegal(String text) {
        text.codePoints().filter(character -> !isLegal(character)).findFirst().ifPresent(character -> {
            throw new IllegalStateException(String.format(
                    "A PMML document cannot hold the character U+%04X, which is in '%s'. Rename the column, replace the"
                            + " character in its values, or write ONNX.",
                    character, text));
        });
    }

    /** Returns whether XML 1.0 allows a character; false for unpaired surrogates. */
    private static boolean isLegal(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
