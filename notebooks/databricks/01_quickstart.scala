// Databricks notebook source
// MAGIC %md
// MAGIC # 1. Quickstart: which bird strikes damage an aircraft?
// MAGIC
// MAGIC Of 10,000 reports of aircraft that hit wildlife, 3 % describe substantial damage. In this notebook you train a focal-loss
// MAGIC logistic regression on them, compare it with Spark's own `LogisticRegression` on held-out reports, choose a threshold, read the
// MAGIC coefficients, and save the model. It takes about a minute on two cores.
// MAGIC
// MAGIC The notebook assumes basic knowledge of Spark, but not of focal loss. Focal loss multiplies the log loss of every row by
// MAGIC `(1 - p)^gamma`, where `p` is the model's probability of the true class. Rows that are already predicted well count less. With
// MAGIC `gamma = 0` it is ordinary logistic regression.

// COMMAND ----------

// MAGIC %md
// MAGIC ## Start
// MAGIC
// MAGIC The session `spark` already exists. The jar of the library must be on its class path (see `notebooks/README.md`).

// COMMAND ----------

val data = "data/birdstrikes.csv" // on Databricks for example "/Volumes/main/default/focalspark/birdstrikes.csv"

spark.sparkContext.setLogLevel("ERROR")

// COMMAND ----------

// Draws lines with points as SVG. Nothing to learn here: run it, and read on.
case class Line(name: String, points: Seq[(Double, Double)], errors: Seq[Double] = Nil, dots: Boolean = true)

def chart(title: String, xName: String, yName: String, logX: Boolean = false, logY: Boolean = false)(lines: Line*): String = {
  val colors = Seq("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#000000")
  val (left, top, width, height) = (70.0, 40.0, 480.0, 280.0)
  def scale(log: Boolean)(value: Double): Double = if (log) math.log10(value) else value
  val shown = lines.map(line => line.copy(points =
    line.points.filter { case (x, y) => (!logX || x > 0) && (!logY || y > 0) }))
  val xs = shown.flatMap(_.points.map(point => scale(logX)(point._1)))
  val ys = shown.flatMap(line => line.points.map(_._2).zipAll(line.errors, 0.0, 0.0).flatMap { case (y, error) =>
    Seq(y - error, y + error).map(scale(logY)) })
  def place(values: Seq[Double], log: Boolean, from: Double, length: Double)(value: Double): Double =
    from + length * (scale(log)(value) - values.min) / math.max(values.max - values.min, 1e-12)
  val across = place(xs, logX, left, width) _
  val up = place(ys, logY, top + height, -height) _
  def ticks(values: Seq[Double], log: Boolean): Seq[Double] = {
    val (low, high) = (values.min, values.max)
    if (log && high - low >= 1) (math.ceil(low).toInt to math.floor(high).toInt).map(math.pow(10.0, _))
    else {
      val rough = math.max(high - low, 1e-12) / 5
      val power = math.pow(10.0, math.floor(math.log10(rough)))
      val step = Seq(1, 2, 5, 10).map(_ * power).find(_ >= rough).get
      val marks = (math.ceil(low / step - 1e-9).toInt to math.floor(high / step + 1e-9).toInt).map(_ * step)
      if (log) marks.map(math.pow(10.0, _)) else marks
    }
  }
  def at(value: Double): String = "%.1f".formatLocal(java.util.Locale.ROOT, value)
  def label(value: Double): String =
    if (value != 0 && math.abs(value) < 0.001) "%.0e".formatLocal(java.util.Locale.ROOT, value)
    else "%.3g".formatLocal(java.util.Locale.ROOT, value).replaceAll("(\\.\\d*?)0+$", "$1").stripSuffix(".")
  def text(x: Double, y: Double, value: String, more: String = "text-anchor='middle'"): String =
    s"<text x='${at(x)}' y='${at(y)}' $more>${value.replace("&", "&amp;").replace("<", "&lt;")}</text>"
  def stroke(x1: Double, y1: Double, x2: Double, y2: Double, color: String): String =
    s"<line x1='${at(x1)}' y1='${at(y1)}' x2='${at(x2)}' y2='${at(y2)}' stroke='$color'/>"
  val grid = ticks(xs, logX).map(x =>
      stroke(across(x), top, across(x), top + height, "#DDD") + text(across(x), top + height + 16, label(x))) ++
    ticks(ys, logY).map(y =>
      stroke(left, up(y), left + width, up(y), "#DDD") + text(left - 6, up(y) + 4, label(y), "text-anchor='end'"))
  val drawn = shown.zipWithIndex.map { case (line, index) =>
    val color = colors(index % colors.size)
    val path = line.points.map { case (x, y) => s"${at(across(x))},${at(up(y))}" }.mkString(" ")
    val bars = line.points.zip(line.errors).map { case ((x, y), e) => stroke(across(x), up(y - e), across(x), up(y + e), color) }
    val dots = line.points.filter(_ => line.dots).map { case (x, y) => s"<circle cx='${at(across(x))}' cy='${at(up(y))}' r='3.5' fill='$color'/>" }
    val key = top + 6 + 18 * index
    s"<polyline points='$path' fill='none' stroke='$color' stroke-width='1.8' stroke-dasharray='${if (index == 0) "" else s"${7 - index % 4} ${2 + index % 4}"}'/>" +
      bars.mkString + dots.mkString + stroke(left + width + 14, key, left + width + 40, key, color) +
      text(left + width + 46, key + 4, line.name, "text-anchor='start'")
  }
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 760 375' width='760' font-family='sans-serif' font-size='12'>" +
    "<rect width='760' height='375' fill='white'/>" + text(left + width / 2, 22, title, "text-anchor='middle' font-size='15'") +
    (grid ++ drawn).mkString + text(left + width / 2, top + height + 38, xName) +
    text(0, 0, yName, s"text-anchor='middle' transform='translate(16 ${at(top + height / 2)}) rotate(-90)'") + "</svg>"
}

def show(svg: String): Unit = displayHTML(svg)

// COMMAND ----------

// MAGIC %md
// MAGIC ## The reports

// COMMAND ----------

import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.functions._

val reports = spark.read.option("header", true).option("inferSchema", true).csv(data)
reports.groupBy("Effect Amount of damage").count().orderBy("count").show()

// COMMAND ----------

// MAGIC %md
// MAGIC 311 of 10,000 strikes caused substantial damage: 3.1 %. A model that always predicts "no damage" is right in 96.9 % of all cases
// MAGIC and useless, so this notebook does not use accuracy.
// MAGIC
// MAGIC A report also contains the cost of the damage. Nobody knows it beforehand, so a model that used these columns would only appear
// MAGIC to be good. They are left out.

// COMMAND ----------

// MAGIC %md
// MAGIC ## From columns to features
// MAGIC
// MAGIC Each value of a text column becomes a feature, 0 or 1. The airspeed is missing in 28 % of the reports and is filled with its
// MAGIC median. All of these are Spark's own stages.

// COMMAND ----------

import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.ml.feature.{Imputer, OneHotEncoder, StringIndexer, VectorAssembler}

val texts = Array("Phase of flight", "Wildlife Size", "Wildlife Species", "Time of day", "Origin State", "Aircraft Airline Operator")
val indices = texts.map(_ + " index")
val values = texts.map(_ + " is")
val preparation = new Pipeline().setStages(Array(
  new StringIndexer().setInputCols(texts).setOutputCols(indices).setHandleInvalid("keep"),
  new OneHotEncoder().setInputCols(indices).setOutputCols(values),
  new Imputer().setInputCol("Speed IAS in knots").setOutputCol("speed").setStrategy("median"),
  new VectorAssembler().setInputCols("speed" +: values).setOutputCol("features")))

val labeled = reports.withColumn("label", (col("Effect Amount of damage") === "Substantial").cast("double"))
val Array(trainingReports, testReports) = labeled.randomSplit(Array(0.75, 0.25), seed = 42)
val prepared = preparation.fit(trainingReports)
val training = prepared.transform(trainingReports).cache()
val test = prepared.transform(testReports).cache()

for ((name, rows) <- Seq("training" -> training, "held out" -> test)) {
  val row = rows.agg(count("*"), sum("label")).first()
  val (number, damaged) = (row.getLong(0), row.getDouble(1))
  println(f"$name: $number%,d reports, $damaged%.0f of them with damage (${100 * damaged / number}%.1f%%)")
}

// COMMAND ----------

// MAGIC %md
// MAGIC Only 68 of the held-out reports are about damage. Keep that number in mind: metrics on so few rows differ from split to split.

// COMMAND ----------

// MAGIC %md
// MAGIC ## Two models
// MAGIC
// MAGIC The class is a drop-in replacement for Spark's: same params, same columns, same place in a Pipeline.

// COMMAND ----------

import org.apache.spark.ml.classification.LogisticRegression
import org.focalspark.classification.FocalLogisticRegression

val sparkModel = new LogisticRegression().setRegParam(0.01).fit(training)
val gamma0 = new FocalLogisticRegression().setGamma(0.0).setRegParam(0.01).fit(training)
val focal = new FocalLogisticRegression().setGamma(2.0).setRegParam(0.01).fit(training)

val gap = sparkModel.coefficients.toArray.zip(gamma0.coefficients.toArray).map { case (a, b) => math.abs(a - b) }.max
println(s"gamma = 0 is Spark's model, coefficient by coefficient: ${gap < 1e-6}")
println(s"gamma = 2: ${focal.summary.totalIterations} iterations, ${focal.summary.convergenceReason}")

// COMMAND ----------

// MAGIC %md
// MAGIC Always check why a fit stopped. Here both the objective and its gradient decrease steadily:

// COMMAND ----------

def decrease(history: Array[Double]) = history.toSeq.zipWithIndex.map { case (value, i) => (i.toDouble, value - history.last) }
def norms(history: Array[Double]) = history.toSeq.zipWithIndex.map { case (value, i) => (i.toDouble, value) }

show(chart("Objective above its last value", "iteration", "nats per row", logY = true)(
  Line("gamma = 0", decrease(gamma0.summary.objectiveHistory), dots = false),
  Line("gamma = 2", decrease(focal.summary.objectiveHistory), dots = false)))
show(chart("Norm of the gradient", "iteration", "norm", logY = true)(
  Line("gamma = 0", norms(gamma0.summary.gradientNormHistory), dots = false),
  Line("gamma = 2", norms(focal.summary.gradientNormHistory), dots = false)))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Which is better?
// MAGIC
// MAGIC The next block measures three things on the held-out reports. Areas under the precision-recall and the ROC curve measure how
// MAGIC well damage is ranked before no damage (larger is better). Log loss measures the probabilities (smaller is better). The mean
// MAGIC prediction, compared with the observed rate, shows whether they are right on average.
// MAGIC
// MAGIC The third line is the same focal model without calibration: the bare sigmoid, which most implementations of focal loss return.

// COMMAND ----------

import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator
import org.apache.spark.ml.functions.vector_to_array
import org.apache.spark.ml.param.ParamMap
import org.focalspark.evaluation.CalibrationEvaluator

val pr = new BinaryClassificationEvaluator().setMetricName("areaUnderPR").setNumBins(0)
val roc = new BinaryClassificationEvaluator().setMetricName("areaUnderROC").setNumBins(0)
val logLoss = new CalibrationEvaluator().setMetricName("logLoss")
val probability = vector_to_array(col("probability"))(1)

def measure(name: String, scored: DataFrame): Unit = {
  val row = scored.agg(avg(probability), avg("label")).first()
  println(f"$name%-26s${pr.evaluate(scored)}%9.3f${roc.evaluate(scored)}%10.3f${logLoss.evaluate(scored)}%10.4f" +
    f"${100 * row.getDouble(0)}%10.2f%%${100 * row.getDouble(1)}%9.2f%%")
}

println(f"${""}%-26s${"PR area"}%9s${"ROC area"}%10s${"log loss"}%10s${"predicted"}%11s${"observed"}%10s")
measure("Spark's LogisticRegression", sparkModel.transform(test))
measure("focal, gamma = 2", focal.transform(test))
measure("  its bare sigmoid", focal.copy(ParamMap.empty).setCalibration("none").transform(test))

// COMMAND ----------

// MAGIC %md
// MAGIC Conclusions:
// MAGIC
// MAGIC - **The ranking is the same.** 68 reports cannot distinguish 0.163 from 0.159. Focal loss does not rank better in general;
// MAGIC   notebook 2 looks closer.
// MAGIC - **The probabilities are as good as those of logistic regression**, with log losses of 0.1012 and 0.1009. Both models predict
// MAGIC   slightly more damage than occurred, 3.2 to 3.3 % compared with 2.8 %, because the training reports have a higher rate.
// MAGIC - **The bare sigmoid of a focal model is not a probability.** Its mean is 17.6 % where 2.8 % occurred, and its log loss is more
// MAGIC   than twice as large. The model corrects this automatically.

// COMMAND ----------

// MAGIC %md
// MAGIC ## A threshold
// MAGIC
// MAGIC The probability of a rare class seldom exceeds one half, so choose a threshold. Here it is simply the one with the largest F1,
// MAGIC the harmonic mean of precision and recall, on the training reports:

// COMMAND ----------

val byThreshold = focal.binarySummary.fMeasureByThreshold.orderBy(desc("F-Measure"), desc("threshold")).first()
println(s"calls at the threshold 0.5: ${focal.transform(test).where("prediction = 1").count()}")
println(f"largest F1 on the training reports: ${byThreshold.getDouble(1)}%.3f, at the threshold ${byThreshold.getDouble(0)}%.3f")

focal.setThreshold(byThreshold.getDouble(0))
focal.transform(test).groupBy("label").pivot("prediction", Seq(0.0, 1.0)).count().na.fill(0).orderBy("label").show()

val curve = focal.evaluate(test).asBinary.pr.collect().toSeq.map(row => (row.getDouble(0), row.getDouble(1)))
show(chart("Held-out reports: focal, gamma = 2", "recall", "precision")(Line("all thresholds", curve, dots = false)))

// COMMAND ----------

// MAGIC %md
// MAGIC With this threshold the model predicts damage for 134 of the held-out reports and finds 26 of the 68 with damage. One prediction
// MAGIC in five is right (precision 0.19); without a model it would be one report in 36. The two curves are nearly equal: the choice of
// MAGIC the model matters little here, the point on the curve matters. The right point depends on the costs of a miss and of a false
// MAGIC alarm: notebook 3.

// COMMAND ----------

// MAGIC %md
// MAGIC ## What the model has learned
// MAGIC
// MAGIC Coefficients have the names of the features. A value that only a few reports have may get a large coefficient by chance, so the
// MAGIC table has the largest coefficients of values that at least 300 training reports have:

// COMMAND ----------

import org.apache.spark.ml.linalg.Vector
import org.apache.spark.ml.stat.Summarizer

val reportsWith = training.select(Summarizer.numNonZeros(col("features"))).first().getAs[Vector](0)
val learned = focal.coefficientsByName.where("featureIndex is not null").collect()
  .map(row => (row.getAs[String]("feature"), reportsWith(row.getAs[Int]("featureIndex")).toInt, row.getAs[Double]("coefficient")))
for ((feature, reportsOf, coefficient) <- learned.filter(_._2 >= 300).sortBy(-_._3).take(8)) {
  println(f"$feature%-48s$reportsOf%,6d reports$coefficient%8.2f")
}

// COMMAND ----------

// MAGIC %md
// MAGIC Large animals, climb and take-off are associated with damage, as expected. The coefficient of an airline may only show that it
// MAGIC reports differently. With `gamma = 0` a coefficient is a change of the log-odds. With another gamma the margin is not the
// MAGIC log-odds, so read signs and order, not `exp(coefficient)`.

// COMMAND ----------

// MAGIC %md
// MAGIC ## Save it, load it
// MAGIC
// MAGIC Put the whole Pipeline into production: it accepts unprocessed reports.

// COMMAND ----------

val folder = "/tmp/focalspark-quickstart-scala" // on Databricks for example a folder of a volume
val pipeline = new Pipeline().setStages(prepared.stages :+ focal).fit(trainingReports)
pipeline.write.overwrite().save(folder)

val loaded = PipelineModel.load(folder)
val again = loaded.transform(testReports).agg(sum("prediction"), avg(probability)).first()
val before = focal.transform(test).agg(sum("prediction"), avg(probability)).first()
println(s"the loaded model scores as before: ${math.abs(again.getDouble(1) - before.getDouble(1)) < 1e-12} with ${again.getDouble(0).toInt} calls")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Next
// MAGIC
// MAGIC - Notebook 2, *Which gamma?*: how to choose gamma and the penalty, and when focusing helps.
// MAGIC - Notebook 3, *Probabilities*: calibration, other base rates, and thresholds by the costs of mistakes.
