package org.focalspark.export.format;

import java.io.IOException;
import java.util.List;

/** A PMML expression. */
sealed interface Expression {

    /** Writes the expression as an element. */
    void write(Xml xml) throws IOException;

    /** Returns a PMML function applied to arguments. */
    static Expression apply(String function, Expression... arguments) {
        return new Apply(function, List.of(arguments));
    }

    /** A constant. */
    record Constant(double value) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.text("Constant", PmmlFile.number(value), "dataType", "double");
        }
    }

    /** A class index. */
    record Category(int value) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.text("Constant", Integer.toString(value), "dataType", "integer");
        }
    }

    /** A reference to a field that is defined before. */
    record Field(String name) implements Expression {
        @Override
        public void write(Xml xml) throws IOException {
            xml.leaf("FieldRef", "field", name);
        }
    }

    /** A function applied to other expressions. */
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
