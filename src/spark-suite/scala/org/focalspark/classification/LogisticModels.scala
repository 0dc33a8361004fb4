package org.focalspark.classification

import org.apache.spark.ml.linalg.{Matrices, Matrix, Vector, Vectors}
import org.focalspark.model.{Coefficients, FittedModel}
import org.focalspark.param.LossForms

/** What Spark's suites make by constructor: plain logistic regression, by our classes. */
object LogisticModels {
  private val form = LossForms.of(estimator())

  def estimator(): FocalLogisticRegression = new FocalLogisticRegression().setGamma(0.0)

  /** A binomial model. */
  def model(uid: String, coefficients: Vector, intercept: Double): FocalLogisticRegressionModel = {
    val both = Array(1.0, 1.0)
    val loss = form.binary(Array(0.0, 0.0), both, 1.0, 1.0)
    val matrix = Matrices.dense(1, coefficients.size, coefficients.toArray)
    fitted(uid, new FittedModel(new Coefficients(matrix, Vectors.dense(intercept)), loss, form, Array(0.5, 0.5)))
  }

  /** A multinomial model. The suites say so, and how many classes there are, as Spark's constructor wants it. */
  def model(
      uid: String,
      coefficientMatrix: Matrix,
      interceptVector: Vector,
      numClasses: Int,
      isMultinomial: Boolean): FocalLogisticRegressionModel = {
    require(isMultinomial)
    val loss = form.softmax(Array.fill(numClasses)(0.0), Array.fill(numClasses)(1.0))
    val priors = Array.fill(numClasses)(1.0 / numClasses)
    fitted(uid, new FittedModel(new Coefficients(coefficientMatrix, interceptVector), loss, form, priors))
  }

  private def fitted(uid: String, fit: FittedModel) = new FocalLogisticRegressionModel(uid, fit, null)
}
