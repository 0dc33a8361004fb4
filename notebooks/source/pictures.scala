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

def show(svg: String): Unit = {{show}}
