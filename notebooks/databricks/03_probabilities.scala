// Databricks notebook source
// MAGIC %md
// MAGIC # 3. Probabilities that mean what they say
// MAGIC
// MAGIC A probability should match the observed rate: of all reports that get 5 %, one in twenty should be damage. Only then can you
// MAGIC compute a threshold from the costs of mistakes, compare scores over time, or add them up. This notebook shows how focal loss
// MAGIC changes probabilities, how the model corrects them, how to handle a population with another base rate than the training set, and
// MAGIC how to set a threshold by cost. It takes about a minute on two cores.

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
// MAGIC ## Reports and features
// MAGIC
// MAGIC As in notebook 1, substantial damage is class 1, the cost columns are left out, and a quarter of the reports is held out.

// COMMAND ----------

import org.apache.spark.ml.Pipeline
import org.apache.spark.ml.feature.{Imputer, OneHotEncoder, StringIndexer, VectorAssembler}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.functions._

val texts = Array("Phase of flight", "Wildlife Size", "Wildlife Species", "Time of day", "Origin State", "Aircraft Airline Operator")
val indices = texts.map(_ + " index")
val values = texts.map(_ + " is")
val preparation = new Pipeline().setStages(Array(
  new StringIndexer().setInputCols(texts).setOutputCols(indices).setHandleInvalid("keep"),
  new OneHotEncoder().setInputCols(indices).setOutputCols(values),
  new Imputer().setInputCol("Speed IAS in knots").setOutputCol("speed").setStrategy("median"),
  new VectorAssembler().setInputCols("speed" +: values).setOutputCol("features")))

val reports = spark.read.option("header", true).option("inferSchema", true).csv(data)
val labeled = reports.withColumn("label", (col("Effect Amount of damage") === "Substantial").cast("double"))
val Array(trainingReports, testReports) = labeled.randomSplit(Array(0.75, 0.25), seed = 42)
val prepared = preparation.fit(trainingReports)
val training = prepared.transform(trainingReports).select("label", "features").cache()
val test = prepared.transform(testReports).select("label", "features").cache()
println(f"${training.count()}%,d reports to train on, ${test.count()}%,d held out")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Before and after calibration
// MAGIC
// MAGIC Focal loss moves the sigmoid of a rare class toward the middle. The change is known in closed form, and the model undoes it by
// MAGIC default; `calibration = "none"` shows the probabilities without the correction.

// COMMAND ----------

import org.apache.spark.ml.param.ParamMap
import org.focalspark.classification.{FocalLogisticRegression, FocalLogisticRegressionModel}
import org.focalspark.evaluation.CalibrationEvaluator

val model = new FocalLogisticRegression().setGamma(2.0).setRegParam(0.03).fit(training)
val bare = model.copy(ParamMap.empty).setCalibration("none")
val logLoss = new CalibrationEvaluator().setMetricName("logLoss")
for ((name, each) <- Seq("bare sigmoid" -> bare, "calibrated" -> model)) {
  println(f"$name%-14slog loss ${logLoss.evaluate(each.transform(test))}%.4f")
}

def reliability(name: String, scored: DataFrame): Line = Line(name, new CalibrationEvaluator().setNumBins(8).reliability(scored)
  .collect().toSeq.map(row => (row.getAs[Double]("meanPredicted"), row.getAs[Double]("observed"))))
show(chart("What was predicted, and what happened", "mean predicted probability of a bin", "observed share of damage")(
  reliability("bare sigmoid", bare.transform(test)),
  reliability("calibrated", model.transform(test)),
  Line("predicted = observed", Seq((0.0, 0.0), (0.3, 0.3)), dots = false)))

// COMMAND ----------

// MAGIC %md
// MAGIC Each point is an eighth of the held-out reports. The bare sigmoid is 32 % for the highest point, where 14 % had damage, and 10 %
// MAGIC for the lowest, where none had damage: every point is far from the dotted line. The calibrated probabilities are on the line,
// MAGIC within the precision that 68 damaged reports allow. The order of the reports is the same in both: calibration moves points only
// MAGIC sideways.

// COMMAND ----------

// MAGIC %md
// MAGIC ## Another base rate
// MAGIC
// MAGIC Training sets often contain all rows of the rare class and few of the other. A model trained on such rows overestimates damage.
// MAGIC If you know the true rate, set `targetPrior`, before or after the fit: it adjusts the probabilities by Bayes' rule.

// COMMAND ----------

val thinned = training.where("label = 1").unionAll(training.where("label = 0").sample(0.25, 3)).coalesce(1).cache()
val share = thinned.agg(avg("label")).first().getDouble(0)
println(f"share of damage in the thinned rows: ${100 * share}%.1f%%")

val ofThinned = new FocalLogisticRegression().setGamma(2.0).setRegParam(0.1).fit(thinned)
val moved = ofThinned.copy(ParamMap.empty).setTargetPrior(Array(0.968, 0.032)) // 243 of 7,579 reports

// COMMAND ----------

import org.apache.spark.ml.functions.vector_to_array

val probability = vector_to_array(col("probability"))(1)
println(f"${""}%-22s${"log loss"}%9s${"predicted"}%11s${"observed"}%10s")
for ((name, each) <- Seq("all training rows" -> model, "thinned" -> ofThinned, "thinned, targetPrior" -> moved)) {
  val scored = each.transform(test)
  val row = scored.agg(avg(probability), avg("label")).first()
  println(f"$name%-22s${logLoss.evaluate(scored)}%9.4f${100 * row.getDouble(0)}%10.2f%%${100 * row.getDouble(1)}%9.2f%%")
}
show(chart("What was predicted, and what happened", "mean predicted probability of a bin", "observed share of damage")(
  reliability("thinned", ofThinned.transform(test)),
  reliability("thinned, targetPrior", moved.transform(test)),
  Line("predicted = observed", Seq((0.0, 0.0), (0.3, 0.3)), dots = false)))

// COMMAND ----------

// MAGIC %md
// MAGIC The model of the thinned rows predicts 10 % damage where 2.8 % occurred. With the base rate, it predicts 3.0 %, and its log
// MAGIC loss, 0.1024, is nearly that of the model of all training rows, 0.1007. (Its penalty is stronger, because it has fewer rows.)
// MAGIC Again the order of the reports does not change.

// COMMAND ----------

// MAGIC %md
// MAGIC ## A threshold by cost
// MAGIC
// MAGIC Assume that inspecting an aircraft after a strike costs 1, and that missed damage costs 20. Both numbers are made up; use your
// MAGIC own. If the probabilities are right, an inspection pays where `p * 20 > 1 - p`, that means from `1 / (1 + 20) = 0.048` on. This
// MAGIC needs no data and no tuning.

// COMMAND ----------

val (look, miss) = (1.0, 20.0)
val byCost = look / (look + miss)

/** Mean cost of a report where those with a larger probability are looked at. */
def meanCost(scored: DataFrame, threshold: Double): Double = {
  val looked = probability > threshold
  val cost = when(col("label") === 1, when(looked, 0.0).otherwise(miss)).otherwise(when(looked, look).otherwise(0.0))
  scored.agg(avg(cost)).first().getDouble(0)
}

val (calibrated, sigmoid) = (model.transform(test).cache(), bare.transform(test).cache())
for ((name, scored, threshold) <- Seq(
    ("nobody looks", calibrated, 1.0),
    ("everybody looks", calibrated, 0.0),
    ("calibrated, threshold 0.5", calibrated, 0.5),
    ("calibrated, threshold by cost", calibrated, byCost),
    ("bare sigmoid, threshold by cost", sigmoid, byCost))) {
  val looks = scored.where(probability > threshold).count()
  println(f"$name%-33s$looks%,6d looks${meanCost(scored, threshold)}%8.3f a report")
}

def costs(scored: DataFrame): Seq[(Double, Double)] = {
  val rows = scored.select(probability, col("label")).collect().map(row => (row.getDouble(0), row.getDouble(1))).sortBy(_._1)
  val damaged = rows.map(_._2).scanLeft(0.0)(_ + _)
  rows.indices.map(i => (rows(i)._1, (damaged(i + 1) * miss + (rows.length - i - 1 - damaged.last + damaged(i + 1)) * look) / rows.length))
}
show(chart("What each threshold costs", "threshold on the probability", "mean cost of a report", logX = true)(
  Line("calibrated", costs(calibrated), dots = false),
  Line("bare sigmoid", costs(sigmoid), dots = false),
  Line("1 / 21", Seq((byCost, 0.0), (byCost, 1.0)), dots = false)))

// COMMAND ----------

// MAGIC %md
// MAGIC Conclusions:
// MAGIC
// MAGIC - With the threshold by cost, 418 reports are inspected, and the mean cost per report is 0.327, compared with 0.562 without
// MAGIC   inspections and 0.972 if all reports are inspected. The lowest point of the curve is 0.311, and known only with hindsight.
// MAGIC - The threshold 0.5 is not neutral: one report is inspected, and the cost is the same as without inspections.
// MAGIC - The bare sigmoid with the same threshold inspects all reports. The minimum of its curve is the same, because its ranking is
// MAGIC   the same, but it is at 0.27: a number that you would have to find on data, for each model and each cost.
// MAGIC
// MAGIC The threshold is part of the model, and is saved with it:

// COMMAND ----------

model.setThreshold(byCost)
model.transform(test).groupBy("prediction").agg(count("*").as("reports"), sum("label").as("damaged")).orderBy("prediction").show()

// COMMAND ----------

// MAGIC %md
// MAGIC 418 inspections find 47 of the 68 reports with damage.

// COMMAND ----------

// MAGIC %md
// MAGIC ## What to take along
// MAGIC
// MAGIC - Leave `calibration` at `auto`. Use `none` only to reproduce the output of other implementations.
// MAGIC - Weights and thinning change the base rate of a model; `calibration = "posterior"` and `targetPrior` correct it.
// MAGIC - If the probabilities are right, two costs determine the threshold, and there is nothing to tune.
// MAGIC - Before you rely on this, check a reliability diagram on held-out rows: calibration undoes the effect of the loss, but cannot
// MAGIC   correct a model that does not fit the data.
