package org.apache.spark.ml.classification

import org.apache.spark.ml.feature.LabeledPoint
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.ml.param.{Params, ParamsSuite}
import org.apache.spark.ml.util.{DefaultReadWriteTest, MLTest, MLTestingUtils}
import org.apache.spark.ml.util.TestingUtils._
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.functions.{array, col}
import org.focalspark.classification._
import org.focalspark.evaluation._

/** What Spark asks of each of its own stages, asked of ours with focusing. In Spark's package, to which its checks are private. */
class FocalContractSuite extends MLTest with DefaultReadWriteTest {
  import testImplicits._

  private val seed = 42
  private val losses = Seq("focal", "convexFocal", "poly1Focal")
  private val families = Seq("binomial" -> 2, "multinomial" -> 3, "ovr" -> 3)

  /** Of every param a value that is not its default, except where two params exclude each other. */
  private val settings: Map[String, Any] = LogisticRegressionSuite.allParamSettings ++ Map(
    "gammaPositive" -> 1.5,
    "gammaNegative" -> 3.0,
    "alpha" -> 0.3,
    "loss" -> "poly1Focal",
    "polyEpsilon" -> 0.5,
    "labelSmoothing" -> 0.1,
    "calibration" -> "posterior",
    "targetPrior" -> Array(0.9, 0.1),
    "ignoreLabel" -> -1.0)

  /** Spark's settings for those of its params that the multilabel estimator has. */
  private val multilabelSettings: Map[String, Any] = Map(
    "predictionCol" -> "myPrediction",
    "predictedLabelsCol" -> "myLabels",
    "thresholds" -> Array(0.4, 0.6),
    "gammas" -> Array(1.5, 3.0),
    "regParam" -> 0.01,
    "maxIter" -> 2)

  private def estimator: FocalLogisticRegression = new FocalLogisticRegression().setMaxIter(20)

  private def rows(numClasses: Int): DataFrame = {
    val xMean = Array(5.843, 3.057)
    val xVariance = Array(0.6856, 0.1899)
    val coefficients = Array(-0.57997, 0.912083, -0.371077, -0.16624, -0.84355, -0.048509)
    LogisticRegressionSuite
      .generateMultinomialLogisticInput(coefficients.take(3 * (numClasses - 1)), xMean, xVariance, true, 200, seed)
      .toDF()
  }

  private def labeled: DataFrame = rows(2).withColumn("label", array(col("label"), col("label")))

  private def forAllLosses(check: (FocalLogisticRegression, DataFrame, Int) => Unit): Unit = {
    for (loss <- losses; (family, numClasses) <- families) {
      withClue(s"$loss, $family: ") {
        check(estimator.setLoss(loss).setFamily(family), rows(numClasses), numClasses)
      }
    }
  }

  private def assertSame(actual: FocalLogisticRegressionModel, expected: FocalLogisticRegressionModel): Unit = {
    assert(actual.coefficientMatrix === expected.coefficientMatrix)
    assert(actual.interceptVector === expected.interceptVector)
  }

  /** To the tolerance of LogisticRegressionSuite. */
  private def assertClose(actual: FocalLogisticRegressionModel, expected: FocalLogisticRegressionModel): Unit =
    assertWithin(actual, expected, 0.05)

  /** To 5 % of the largest number: mislabeled rows are hard ones, whose share of the objective focusing makes larger. */
  private def assertSimilar(actual: FocalLogisticRegressionModel, expected: FocalLogisticRegressionModel): Unit = {
    val numbers = actual.coefficientMatrix.toArray ++ actual.interceptVector.toArray
    assertWithin(actual, expected, 0.05 * numbers.map(math.abs).max)
  }

  private def assertWithin(
      actual: FocalLogisticRegressionModel,
      expected: FocalLogisticRegressionModel,
      tolerance: Double): Unit = {
    assert(actual.coefficientMatrix ~== expected.coefficientMatrix absTol tolerance)
    assert(actual.interceptVector ~== expected.interceptVector absTol tolerance)
  }

  test("params") {
    val stages = Seq[Params](
      estimator,
      estimator.fit(rows(2)),
      new FocalMultilabelClassifier,
      new FocalMultilabelClassifier().fit(labeled),
      new FocalLossEvaluator,
      new CalibrationEvaluator)
    stages.foreach(stage => ParamsSuite.checkParams(stage))
  }

  test("copies and uids") {
    forAllLosses { (stage, data, _) =>
      MLTestingUtils.checkCopyAndUids(stage, stage.fit(data))
    }
    val multilabel = new FocalMultilabelClassifier
    MLTestingUtils.checkCopyAndUids(multilabel, multilabel.fit(labeled))
  }

  test("invalid input") {
    testInvalidClassificationLabels(estimator.fit(_), None)
    testInvalidWeights(estimator.setWeightCol("weight").fit(_))
    testInvalidVectors(estimator.fit(_))
    testInvalidVectors(data => new FocalMultilabelClassifier().fit(data.withColumn("label", array(col("label")))))
  }

  test("numeric types of labels and weights") {
    MLTestingUtils.checkNumericTypes[FocalLogisticRegressionModel, FocalLogisticRegression](
      estimator.setMaxIter(1), spark)(assertSame)
  }

  test("instance weights") {
    forAllLosses { (plain, data, numClasses) =>
      val stage = plain.setMaxIter(200).setTol(1e-10) // so that only the weights can make a difference
      val points = data.as[LabeledPoint]
      MLTestingUtils.testArbitrarilyScaledWeights[FocalLogisticRegressionModel, FocalLogisticRegression](
        points, stage, assertClose)
      MLTestingUtils.testOutliersWithSmallWeights[FocalLogisticRegressionModel, FocalLogisticRegression](
        points, stage, numClasses, assertSimilar, outlierRatio = 3)
      MLTestingUtils.testOversamplingVsWeighting[FocalLogisticRegressionModel, FocalLogisticRegression](
        points, stage, assertClose, seed)
    }
  }

  test("output columns, alone and together, on batches and on streams") {
    forAllLosses { (stage, data, _) =>
      val model = stage.fit(data)
      ProbabilisticClassifierSuite.testPredictMethods[Vector, FocalLogisticRegressionModel](this, model, data)
      testTransformer[(Double, Vector)](data, model, "rawPrediction", "probability", "prediction") {
        case Row(raw: Vector, probability: Vector, prediction: Double) =>
          assert(probability.toArray.sum ~== 1.0 absTol 1e-12)
          assert(model.numClasses === raw.size)
          assert(prediction === probability.argmax)
      }
    }
  }

  test("a single row") {
    forAllLosses { (stage, data, _) =>
      val model = stage.fit(data)
      testPredictionModelSinglePrediction(model, data)
      testClassificationModelSingleRawPrediction(model, data)
      testProbClassificationModelSingleProbPrediction(model, data)
    }
  }

  test("labels in arrays, on batches and on streams") {
    val model = new FocalMultilabelClassifier().fit(labeled)
    testTransformer[(Array[Double], Vector)](labeled, model, "probability", "prediction") {
      case Row(probability: Vector, prediction: Vector) =>
        assert(prediction === Vectors.dense(probability.toArray.map(p => if (p > 0.5) 1.0 else 0.0)))
    }
  }

  test("saved and loaded, to a file system and locally") {
    testEstimatorAndModelReadWrite(estimator, rows(2), settings, settings, assertSame)
    testEstimatorAndModelReadWrite(
      new FocalMultilabelClassifier,
      labeled,
      multilabelSettings,
      multilabelSettings,
      (saved: FocalMultilabelClassificationModel, loaded: FocalMultilabelClassificationModel) => {
        assert(saved.coefficientMatrix === loaded.coefficientMatrix)
        assert(saved.interceptVector === loaded.interceptVector)
      })
    testDefaultReadWrite(new FocalLossEvaluator().setGamma(1.0))
    testDefaultReadWrite(new CalibrationEvaluator().setNumBins(5))
  }
}
