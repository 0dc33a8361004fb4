package org.focalspark.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Rows to fit on and rows to measure on, exactly those of Spark's CrossValidator and TrainValidationSplit.
 *
 * @param training rows to fit on
 * @param heldOut the other rows
 */
public record Split(Dataset<Row> training, Dataset<Row> heldOut) {

    /**
     * The splits of a dataset.
     *
     * <p>Throws Spark's SparkException if the fold column holds a number that is no fold, or leaves a fold empty.
     *
     * @param dataset rows
     * @param folds how to split them
     * @return one split per fold, or only one for a train ratio; nothing is cached
     */
    public static List<Split> of(Dataset<?> dataset, Folds folds) {
        if (folds.trainRatio().isPresent()) {
            double ratio = folds.trainRatio().getAsDouble();
            Dataset<Row>[] parts = dataset.toDF().randomSplit(new double[] {ratio, 1.0 - ratio}, folds.seed());
            return List.of(new Split(parts[0], parts[1]));
        }
        StructType schema = withoutFold(dataset.schema(), folds);
        return Arrays.stream(rows(dataset, folds))
                .map(rows -> new Split(
                        dataset.sparkSession().createDataFrame(rows._1(), schema),
                        dataset.sparkSession().createDataFrame(rows._2(), schema)))
                .toList();
    }

    private static Tuple2<RDD<Row>, RDD<Row>>[] rows(Dataset<?> dataset, Folds folds) {
        return folds.foldCol().isPresent()
                ? MLUtils.kFold(
                        dataset.toDF(), folds.numFolds(), folds.foldCol().get())
                : MLUtils.kFold(dataset.toDF().rdd(), folds.numFolds(), folds.seed(), ClassTag.apply(Row.class));
    }

    /** As Spark does, the fold column is no column of the splits. */
    private static StructType withoutFold(StructType schema, Folds folds) {
        return new StructType(Arrays.stream(schema.fields())
                .filter(field -> !folds.foldCol().equals(Optional.of(field.name())))
                .toArray(StructField[]::new));
    }
}
