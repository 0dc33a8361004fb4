package org.focalspark.export;

import java.io.Writer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document with an element a line, by the JDK's own writer: another one on the class path must change nothing. */
final class Xml {
    private static final String INDENT = "  ";

    private final XMLStreamWriter writer;
    private int depth;

    Xml(Writer target) throws XMLStreamException {
        this.writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(target);
        writer.writeStartDocument("UTF-8", "1.0");
    }

    /** Begins an element; attributes are names and values by turns. */
    Xml open(String name, String... attributes) throws XMLStreamException {
        newLine();
        writer.writeStartElement(name);
        write(attributes);
        depth++;
        return this;
    }

    /** An element without content. */
    Xml leaf(String name, String... attributes) throws XMLStreamException {
        newLine();
        writer.writeEmptyElement(name);
        write(attributes);
        return this;
    }

    /** An element with a text in it. */
    Xml text(String name, String text, String... attributes) throws XMLStreamException {
        newLine();
        writer.writeStartElement(name);
        write(attributes);
        writer.writeCharacters(legal(text));
        writer.writeEndElement();
        return this;
    }

    Xml close() throws XMLStreamException {
        depth--;
        newLine();
        writer.writeEndElement();
        return this;
    }

    void end() throws XMLStreamException {
        writer.writeEndDocument();
        writer.writeCharacters("\n");
        writer.flush();
    }

    private void newLine() throws XMLStreamException {
        writer.writeCharacters("\n" + INDENT.repeat(depth));
    }

    private void write(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], legal(attributes[i + 1]));
        }
    }

    /** The text, unless it has a character that no XML document can hold, or none that readers keep in an attribute. */
    private static String legal(String text) {
        text.codePoints().filter(character -> !isLegal(character)).findFirst().ifPresent(character -> {
            throw new IllegalStateException(String.format(
                    "A PMML document cannot hold the character U+%04X, which is in '%s'. Rename the column.",
                    character, text));
        });
        return text;
    }

    private static boolean isLegal(int character) {
        return (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
