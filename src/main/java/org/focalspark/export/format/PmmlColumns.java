package org.focalspark.export.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.focalspark.export.format.Expression.Constant;
import org.focalspark.export.format.Expression.Field;

/** Operations on one PMML expression per column. Expressions that are used several times become DerivedFields. */
final class PmmlColumns implements ColumnMath<List<Expression>> {
    private final int numColumns;
    private final Map<String, Expression> derived = new LinkedHashMap<>();

    PmmlColumns(int numColumns) {
        this.numColumns = numColumns;
    }

    /** Returns the derived fields. A field comes after all fields that it refers to. */
    Map<String, Expression> derivedFields() {
        return derived;
    }

    @Override
    public List<Expression> constant(double... values) {
        return each(k -> new Constant(values[values.length == 1 ? 0 : k]));
    }

    @Override
    public List<Expression> plus(List<Expression> left, List<Expression> right) {
        return each("+", left, right);
    }

    @Override
    public List<Expression> minus(List<Expression> left, List<Expression> right) {
        return each("-", left, right);
    }

    @Override
    public List<Expression> times(List<Expression> left, List<Expression> right) {
        return each("*", left, right);
    }

    @Override
    public List<Expression> over(List<Expression> dividend, List<Expression> divisor) {
        return each("/", dividend, divisor);
    }

    @Override
    public List<Expression> exp(List<Expression> value) {
        return each(value, expression -> Expression.apply("exp", expression));
    }

    @Override
    public List<Expression> log(List<Expression> value) {
        return each(value, expression -> Expression.apply("ln", expression));
    }

    @Override
    public List<Expression> abs(List<Expression> value) {
        return each(value, expression -> Expression.apply("abs", expression));
    }

    @Override
    public List<Expression> where(
            List<Expression> left, List<Expression> right, List<Expression> greater, List<Expression> otherwise) {
        return each(k -> Expression.apply(
                "if", Expression.apply("greaterThan", left.get(k), right.get(k)), greater.get(k), otherwise.get(k)));
    }

    @Override
    public List<Expression> total(List<Expression> value) {
        return shared("total", value);
    }

    @Override
    public List<Expression> largest(List<Expression> value) {
        return shared("largest", value);
    }

    @Override
    public List<Expression> logSumOfOthers(List<Expression> value) {
        List<Expression> margins = named("margin", value);
        List<Expression> largest =
                named("largestOther", each(k -> ofOthers("max", margins, k, UnaryOperator.identity())));
        return each(k -> {
            Expression unit = largest.get(k);
            Expression sum =
                    ofOthers("sum", margins, k, margin -> Expression.apply("exp", Expression.apply("-", margin, unit)));
            return Expression.apply("+", unit, Expression.apply("ln", sum));
        });
    }

    @Override
    public List<Expression> named(String name, List<Expression> value) {
        return IntStream.range(0, numColumns)
                .mapToObj(k -> field(numColumns == 1 ? name : name + "(" + k + ")", value.get(k)))
                .toList();
    }

    /** Returns a field for the sum or maximum over all columns. */
    private List<Expression> shared(String name, List<Expression> value) {
        List<Expression> columns = named(name + "Of", value);
        Expression all =
                numColumns == 1 ? columns.get(0) : new Expression.Apply(name.equals("total") ? "sum" : "max", columns);
        Expression field = field(name, all);
        return each(k -> field);
    }

    private Expression field(String name, Expression value) {
        if (value instanceof Field || value instanceof Constant) {
            return value;
        }
        String prefixed = "calibration." + name;
        String unique = prefixed;
        for (int i = 2; derived.containsKey(unique); i++) {
            unique = prefixed + "." + i;
        }
        derived.put(unique, value);
        return new Field(unique);
    }

    /** Applies a function to all columns except one. */
    private Expression ofOthers(String function, List<Expression> value, int column, UnaryOperator<Expression> form) {
        List<Expression> others = new ArrayList<>();
        for (int k = 0; k < numColumns; k++) {
            if (k != column) {
                others.add(form.apply(value.get(k)));
            }
        }
        return others.size() == 1 ? others.get(0) : new Expression.Apply(function, others);
    }

    private List<Expression> each(String function, List<Expression> left, List<Expression> right) {
        BinaryOperator<Expression> form = (a, b) -> Expression.apply(function, a, b);
        return each(k -> form.apply(left.get(k), right.get(k)));
    }

    private List<Expression> each(List<Expression> value, UnaryOperator<Expression> form) {
        return value.stream().map(form).toList();
    }

    private List<Expression> each(IntFunction<Expression> form) {
        return IntStream.range(0, numColumns).mapToObj(form).toList();
    }
}
