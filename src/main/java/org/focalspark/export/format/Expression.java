package org.focalspark.export.format;

import java.io.IOException;
import java.util.List;

/** An expression of PMML. */
sealed interface Expression {

    /** Writes it as an element. */
    void write(Xml xml) throws IOException;

    /** A function of PMML, applied. */
    static Expression apply(String function, Expression... arguments) {
        return new Apply(function, List.of(arguments));
    }

    /** A number. */
    record Constant(double value) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.text("Constant", PmmlFile.number(value), "dataType", "double");
        }
    }

    /** A class. */
    record Category(int value) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.text("Constant", Integer.toString(value), "dataType", "integer");
        }
    }

    /** A field that is defined before. */
    record Field(String name) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.leaf("FieldRef", "field", name);
        }
    }

    /** A function of other expressions. */
    record Apply(String function, List<Expression> arguments) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.open("Apply", "function", function);
            for (Expression argument : arguments) {
                argument.write(xml);
            }
            xml.close();
        }
    }
}
