package org.focalspark.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.focalspark.table.ColumnTally;
import org.focalspark.table.LevelIndex;
import org.focalspark.table.RowEncoder;

/** The columns of a {@link TableVectorizer} in the rows of a dataset, and the encoder for them. */
final class TableColumns {
    private static final int LONGEST_NAME = 200;
    private static final String RARE = "(rare)";

    private final List<String> numeric;
    private final List<String> categorical;
    private final List<List<String>> levels;
    private final List<List<String>> rare;
    private final RowEncoder encoder;

    /**
     * Creates the columns from the params of a transformer.
     *
     * @throws IllegalArgumentException if their lengths do not match
     */
    TableColumns(TableVectorizer params) {
        this.numeric = List.of(params.getNumericCols());
        this.categorical = List.of(params.getCategoricalCols());
        this.levels = lists("numLevels", params.getLevels(), params.getNumLevels());
        int[] sizes = params.getNumRareLevels();
        this.rare =
                lists("numRareLevels", params.getRareLevels(), sizes.length == 0 ? new int[categorical.size()] : sizes);
        if (params.getFillValues().length != numeric.size()) {
            throw new IllegalArgumentException(String.format(
                    "fillValues must have one number per numeric column, but there are %d for %d columns.",
                    params.getFillValues().length, numeric.size()));
        }
        LevelIndex[] indexes = IntStream.range(0, categorical.size())
                .mapToObj(i -> new LevelIndex(
                        levels.get(i).toArray(String[]::new), rare.get(i).toArray(String[]::new)))
                .toArray(LevelIndex[]::new);
        this.encoder = new RowEncoder(params.getFillValues(), indexes, params.getDecimalComma());
    }

    private List<List<String>> lists(String param, String[] flat, int[] sizes) {
        if (sizes.length != categorical.size()
                || Arrays.stream(sizes).anyMatch(size -> size < 0)
                || Arrays.stream(sizes).asLongStream().sum() != flat.length) {
            throw new IllegalArgumentException(String.format(
                    "%s must have one number >= 0 per categorical column whose sum is the number of levels, but was %s for"
                            + " %d columns and %d levels.",
                    param, Arrays.toString(sizes), categorical.size(), flat.length));
        }
        List<List<String>> lists = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            lists.add(List.of(flat).subList(start, start + size));
            start += size;
        }
        return lists;
    }

    StructType checked(StructType schema, String outputCol) {
        checkPresent(schema);
        if (Arrays.stream(schema.fieldNames()).anyMatch(outputCol::equalsIgnoreCase)) {
            throw new IllegalArgumentException(String.format(
                    "outputCol '%s' must be a new column, but the rows have it already. Drop or rename that column, or set"
                            + " outputCol to another name.",
                    outputCol));
        }
        return schema.add(
                outputCol,
                SQLDataTypes.VectorType(),
                true,
                attributes(outputCol).toMetadata());
    }

    void checkPresent(StructType schema) {
        Set<String> present = new HashSet<>();
        Arrays.stream(schema.fieldNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .forEach(present::add);
        List<String> missing = Stream.concat(numeric.stream(), categorical.stream())
                .filter(name -> !present.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    "The rows must have all columns that the features are made of, but lack %s. Add them, with null where"
                            + " nothing is known.",
                    quoted(missing)));
        }
    }

    private static String quoted(List<String> names) {
        String shown = "'" + String.join("', '", names.subList(0, Math.min(names.size(), 10))) + "'";
        return names.size() > 10 ? shown + " and " + (names.size() - 10) + " more" : shown;
    }

    /** Returns numbers, booleans and texts unchanged, and any other value as a text. */
    private Column cells(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        Column[] cells = Stream.concat(numeric.stream(), categorical.stream())
                .map(name -> {
                    Column column = dataset.col("`" + name.replace("`", "``") + "`");
                    return isPlain(type(schema, name)) ? column : column.cast(DataTypes.StringType);
                })
                .toArray(Column[]::new);
        return functions.struct(cells);
    }

    private static DataType type(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> Arrays.stream(schema.fields())
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst())
                .map(StructField::dataType)
                .orElseThrow();
    }

    private static boolean isPlain(DataType type) {
        return type instanceof NumericType || type instanceof BooleanType || type instanceof StringType;
    }

    Dataset<Row> vectors(Dataset<?> dataset, String outputCol) {
        RowEncoder rows = encoder;
        UDF1<Row, Vector> vector = row -> vector(rows, row);
        Column features = functions.udf(vector, SQLDataTypes.VectorType()).apply(cells(dataset));
        return dataset.withColumn(
                outputCol, features.as(outputCol, attributes(outputCol).toMetadata()));
    }

    /** Returns a dense vector if it takes less memory, as VectorAssembler does. */
    private static Vector vector(RowEncoder encoder, Row row) {
        int[] indices = new int[encoder.numColumns()];
        double[] values = new double[encoder.numColumns()];
        int[] size = {0};
        encoder.encode(row::get, (feature, value) -> {
            indices[size[0]] = feature;
            values[size[0]++] = value;
        });
        return Vectors.sparse(encoder.size(), Arrays.copyOf(indices, size[0]), Arrays.copyOf(values, size[0]))
                .compressed();
    }

    ColumnTally[] tally(Dataset<?> dataset) {
        RowEncoder rows = encoder;
        ColumnTally[] zero = IntStream.range(0, encoder.numColumns())
                .mapToObj(i -> new ColumnTally())
                .toArray(ColumnTally[]::new);
        return dataset.select(cells(dataset).as("cells"))
                .toJavaRDD()
                .treeAggregate(
                        zero,
                        (tally, row) -> {
                            Row cells = row.getStruct(0);
                            rows.tally(cells::get, tally);
                            return tally;
                        },
                        (tally, that) -> {
                            for (int i = 0; i < tally.length; i++) {
                                tally[i].merge(that[i]);
                            }
                            return tally;
                        });
    }

    Dataset<Row> table(SparkSession spark, ColumnTally[] tallies) {
        List<String> names =
                Stream.concat(numeric.stream(), categorical.stream()).toList();
        List<Row> rows = IntStream.range(0, tallies.length)
                .mapToObj(i -> RowFactory.create(
                        names.get(i),
                        i < numeric.size() ? "numeric" : "categorical",
                        tallies[i].missing(),
                        tallies[i].unreadable(),
                        tallies[i].unseen(),
                        tallies[i].examples().toArray(String[]::new)))
                .toList();
        return spark.createDataFrame(
                rows,
                new StructType()
                        .add("column", DataTypes.StringType, false)
                        .add("role", DataTypes.StringType, false)
                        .add("missing", DataTypes.LongType, false)
                        .add("unreadable", DataTypes.LongType, false)
                        .add("unseen", DataTypes.LongType, false)
                        .add("examples", DataTypes.createArrayType(DataTypes.StringType, false), false));
    }

    /** Returns distinct names, because ML attributes are looked up by name. */
    private AttributeGroup attributes(String outputCol) {
        Set<String> taken = new HashSet<>();
        List<Attribute> attributes = new ArrayList<>();
        numeric.forEach(name -> attributes.add(NumericAttribute.defaultAttr().withName(distinct(name, taken))));
        for (int i = 0; i < categorical.size(); i++) {
            String column = categorical.get(i);
            levels.get(i).forEach(level -> attributes.add(level(column, level, taken)));
            if (!rare.get(i).isEmpty()) {
                attributes.add(level(column, RARE, taken));
            }
        }
        return new AttributeGroup(outputCol, attributes.toArray(Attribute[]::new));
    }

    private static Attribute level(String column, String level, Set<String> taken) {
        return BinaryAttribute.defaultAttr().withName(distinct(column + " = " + level, taken));
    }

    private static String distinct(String name, Set<String> taken) {
        String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "\u2026";
        String unique = shown;
        for (int i = 2; !taken.add(unique); i++) {
            unique = shown + " (" + i + ")";
        }
        return unique;
    }
}
