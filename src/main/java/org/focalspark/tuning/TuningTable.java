package org.focalspark.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Creates the DataFrame of candidates with their params and metrics. */
final class TuningTable {
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
    private static final StructType METRICS = new StructType()
            .add("meanMetric", DataTypes.DoubleType, false)
            .add("standardError", DataTypes.DoubleType, true)
            .add("metrics", NUMBERS, false)
            .add("passes", DataTypes.IntegerType, true)
            .add("seconds", DataTypes.DoubleType, false)
            .add("chosen", DataTypes.BooleanType, false)
            .add("failure", DataTypes.StringType, true);

    private final Trials trials;
    private final ParamMap[] paramMaps;
    /**
     * Params of all candidates by column name. The names define the order of the columns, since a ParamMap has no
     * order.
     */
    private final Map<String, Param<?>> params = new TreeMap<>();

    private TuningTable(Trials trials, ParamMap[] paramMaps) {
        this.trials = trials;
        this.paramMaps = paramMaps;
        List<Param<?>> tuned = Arrays.stream(paramMaps)
                .flatMap(map -> map.toList().stream())
                .<Param<?>>map(ParamPair::param)
                .distinct()
                .toList();
        for (Param<?> param : tuned) {
            params.put(isPlain(param.name(), tuned) ? param.name() : param.parent() + "_" + param.name(), param);
        }
    }

    /** Returns whether the name of a param can be its column name: no other param or column has the name. */
    private static boolean isPlain(String name, List<Param<?>> tuned) {
        boolean taken =
                name.equals("candidate") || List.of(METRICS.fieldNames()).contains(name);
        return !taken
                && tuned.stream().filter(param -> param.name().equals(name)).count() == 1;
    }

    /**
     * Creates the table.
     *
     * @param paramMaps params of each candidate
     * @return columns candidate, one per param, and the metrics
     */
    static Dataset<Row> of(Trials trials, ParamMap[] paramMaps) {
        TuningTable table = new TuningTable(trials, paramMaps);
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < trials.numCandidates(); c++) {
            rows.add(table.row(c));
        }
        return SparkSession.active().createDataFrame(rows, table.schema());
    }

    private StructType schema() {
        StructType schema = new StructType().add("candidate", DataTypes.IntegerType, false);
        for (Map.Entry<String, Param<?>> param : params.entrySet()) {
            schema = schema.add(
                    param.getKey(), isNumber(param.getValue()) ? DataTypes.DoubleType : DataTypes.StringType, true);
        }
        for (String name : METRICS.fieldNames()) {
            schema = schema.add(METRICS.apply(name));
        }
        return schema;
    }

    private Row row(int candidate) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(candidate);
        params.values().forEach(param -> cells.add(cell(param, paramMaps[candidate])));
        double error = trials.standardError(candidate);
        cells.add(trials.mean(candidate));
        cells.add(Double.isNaN(error) ? null : error);
        cells.add(trials.metrics(candidate));
        cells.add(
                trials.passes(candidate).isPresent() ? trials.passes(candidate).getAsInt() : null);
        cells.add(trials.seconds(candidate));
        cells.add(candidate == trials.chosen());
        cells.add(trials.failure(candidate).isEmpty() ? null : trials.failure(candidate));
        return RowFactory.create(cells.toArray());
    }

    private boolean isNumber(Param<?> param) {
        return Arrays.stream(paramMaps)
                .filter(map -> map.contains(param))
                .allMatch(map -> map.apply(param) instanceof Number);
    }

    private @Nullable Object cell(Param<?> param, ParamMap map) {
        if (!map.contains(param)) {
            return null;
        }
        Object value = map.apply(param);
        if (value instanceof Number number && isNumber(param)) {
            return number.doubleValue();
        }
        return value instanceof double[] numbers ? Arrays.toString(numbers) : String.valueOf(value);
    }
}
