"""Opens reports of the training job in headless Chromium as a reader would, and fails on whatever is wrong with them.

    check.py [--screenshots FOLDER] REPORT...

Each report is opened at desktop and phone width, in the light and in the dark color scheme. It must not ask for
anything but itself, log nothing to the console, have no empty chart, no text cut off in one, no number that is none,
nothing wider than the window (but for tables, which scroll by themselves) and nothing that axe-core objects to; every
chart must have a tooltip where the pointer is; and it must print. First, broken copies of the first report show that
the checks find what they look for.
"""

import argparse
import base64
import json
import re
import sys
import tempfile
import time
from pathlib import Path

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = {"desktop": 1280, "phone": 390, "small phone": 360}
SCHEMES = ("light", "dark")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Without these Chromium itself looks for the network.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

# Charts without marks: those of a series with data are paths beyond the axes; what a chart must show is in its option.
EMPTY_CHARTS = """
return [...document.querySelectorAll('.chart')].filter(holder => {
  const chart = window.echarts.getInstanceByDom(holder);
  const svg = holder.querySelector('svg');
  if (!chart || !svg || svg.getBoundingClientRect().height < 100) { return true; }
  const marks = [...svg.querySelectorAll('path, circle, rect')].filter(mark => {
    const box = mark.getBBox();
    return box.width + box.height > 0;
  });
  const data = chart.getModel().getSeries().filter(series => series.getData().count() > 0);
  return marks.length < 3 || svg.querySelectorAll('text').length < 3 || data.length === 0;
}).map(holder => holder.closest('figure').querySelector('h3').textContent);
"""
CUT_TEXTS = """
return [...document.querySelectorAll('.chart svg text')].filter(text => {
  const box = text.getBoundingClientRect();
  const frame = text.closest('svg').getBoundingClientRect();
  return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
}).map(text => text.textContent).slice(0, 5);
"""
WIDER = "return document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;"
CLIPPED = """
return [...document.querySelectorAll('main *, header *, footer *')].filter(node => !node.closest('.scroll, pre, svg, .chart')
  && node.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(node => node.tagName).slice(0, 5);
"""

# Where to point in a chart: the middle of its axes; in one of bars or cells the middle of the largest of them.
POINTS = """
return [...document.querySelectorAll('.chart')].map(holder => {
  holder.scrollIntoView({block: 'center'});
  const chart = window.echarts.getInstanceByDom(holder);
  const series = chart.getModel().getSeries();
  const frame = holder.getBoundingClientRect();
  const title = holder.closest('figure').querySelector('h3').textContent;
  const grid = chart.getModel().getComponent('grid').coordinateSystem.getRect();
  let point = [grid.x + grid.width / 2, grid.y + grid.height / 2];
  const solid = series.filter(one => ['bar', 'heatmap'].includes(one.subType));
  if (solid.length > 0) {
    const boxes = solid.flatMap(one => {
      const shapes = [];
      one.getData().eachItemGraphicEl(shape => { if (shape) { shapes.push(shape); } });
      return shapes.map(shape => shape.getBoundingRect().clone());
    });
    const box = boxes.sort((a, b) => Math.abs(b.width * b.height) - Math.abs(a.width * a.height))[0];
    point = [box.x + box.width / 2, box.y + box.height / 2];
  }
  return {title, x: frame.left + point[0] + window.scrollX, y: frame.top + point[1] + window.scrollY};
});
"""
# A tooltip of rich text is text of the chart itself.
TIP = """
const holder = document.querySelectorAll('.chart')[arguments[0]];
const tip = [...holder.querySelectorAll('svg text')].map(text => text.textContent);
return tip.slice(arguments[1]);
"""
TEXTS = "return [...document.querySelectorAll('.chart')].map(holder => holder.querySelectorAll('svg text').length);"


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(60)
    return driver


def show(driver, report, width, scheme):
    """Opens a report, and throws away what was logged before."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(report.resolve().as_uri())


def network(driver, report):
    """Whatever was asked for but the report, and whatever did not come."""
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        request = message["params"].get("request", {}).get("url", "")
        if message["method"] == "Network.requestWillBeSent" and request not in ("about:blank", report.resolve().as_uri()):
            yield f"asks for {request[:100]}"
        if message["method"] == "Network.loadingFailed":
            yield f"could not load: {message['params'].get('errorText')} {message['params'].get('blockedReason', '')}"


def accessibility(driver):
    for violation in Axe().run(driver)["violations"]:
        targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        yield f"axe-core {violation['id']}: {violation['help']} ({len(violation['nodes'])} times: {targets})"


def problems(driver, report):
    """Sentences on what is wrong with the report that is open."""
    for entry in driver.get_log("browser"):
        yield f"console: {entry['message'][:300]}"
    yield from network(driver, report)
    for title in driver.execute_script(EMPTY_CHARTS):
        yield f"empty chart: {title}"
    for text in driver.execute_script(CUT_TEXTS):
        yield f"text is cut off in a chart: {text}"
    if driver.execute_script("return document.querySelectorAll('.chart').length") < 5:
        yield "fewer than 5 charts"
    text = driver.execute_script("return document.body.innerText")
    for word in re.findall(r"undefined|\bNaN\b|\bnull\b|Infinity|\[object", text):
        yield f"text has '{word}'"
    if driver.execute_script(WIDER) > 0:
        yield f"wider than the window by {driver.execute_script(WIDER)} px"
    for tag in driver.execute_script(CLIPPED):
        yield f"reaches out of the window: {tag}"
    yield from accessibility(driver)


def tooltips(driver):
    """Charts that say nothing where the pointer is, or not what a reader wants to know: a name and a number."""
    points = driver.execute_script(POINTS)
    before = driver.execute_script(TEXTS)
    for index, point in enumerate(points):
        driver.execute_script("window.scrollTo(0, arguments[0] - 400)", point["y"])
        x, y = driver.execute_script("return [arguments[0] - window.scrollX, arguments[1] - window.scrollY]", point["x"], point["y"])
        for step in (0, 2):
            event = {"type": "mouseMoved", "x": x + step, "y": y, "button": "none"}
            driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
        time.sleep(0.3)
        tip = " ".join(driver.execute_script(TIP, index, before[index]))
        if not re.search(r"[A-Za-z]", tip) or not re.search(r"\d", tip):
            yield f"no tooltip: {point['title']} says '{tip}'"
        for text in driver.execute_script(CUT_TEXTS):
            yield f"tooltip is cut off: {point['title']} at {text}"
        if re.search(r"undefined|NaN|null|\[object", tip):
            yield f"tooltip is wrong: {point['title']} says '{tip}'"


def prints(driver):
    """A report of one empty page, or one that throws while it prints, is none."""
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    return pdf, [] if pages >= 3 else [f"prints {pages} pages"]


def screenshot(driver, file):
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    file.write_bytes(base64.b64decode(shot["data"]))


def check(driver, report, folder):
    """All that is wrong with a report, by width and color scheme."""
    found = []
    name = report.resolve().parent.name
    for device, width in WIDTHS.items():
        for scheme in SCHEMES:
            show(driver, report, width, scheme)
            wrong = list(problems(driver, report)) + list(tooltips(driver))
            wrong += [f"console: {entry['message'][:300]}" for entry in driver.get_log("browser")]
            found += [f"{report} ({device}, {scheme}): {problem}" for problem in wrong]
            if folder:
                screenshot(driver, folder / f"{name}-{device}-{scheme}.png")
    pdf, unprintable = prints(driver)
    if folder:
        (folder / f"{name}.pdf").write_bytes(pdf)
    return found + [f"{report}: {problem}" for problem in unprintable]


# What is done to a copy of a report, and what must be said of it.
BREAKAGES = {
    "an image of the network": (lambda page: page.replace("<noscript>", '<img alt="x" src="http://127.0.0.1:9/x.png"><noscript>'), "console: "),
    "a script of somebody else": (lambda page: page.replace("<noscript>", "<script>window.x = 1</script><noscript>"), "console: "),
    "a wide element": (lambda page: page.replace("<noscript>", '<div style="width: 3000px">x</div><noscript>'), "wider than"),
    "an exception": (lambda page: page.replace('"versions":', '"versio":'), "console: "),
    "no tooltips": (lambda page: page.replace("<noscript>", "<style>.chart, .chart * { pointer-events: none }</style><noscript>"), "no tooltip: "),
    "no contrast": (lambda page: page.replace("--quiet: #55595f", "--quiet: #e0e0e0"), "axe-core color-contrast"),
    "an empty chart": (lambda page: re.sub(r'"gradientNorm":\[[^\]]*\]', '"gradientNorm":[]', page), "empty chart: Gradient norm"),
}


def blind_spots(driver, report):
    """Breakages that the checks do not see."""
    for name, (breakage, sentence) in BREAKAGES.items():
        page = report.read_text(encoding="utf-8")
        broken = breakage(page)
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8", delete=False) as copy:
            copy.write(broken)
        path = Path(copy.name)
        try:
            show(driver, path, WIDTHS["desktop"], "light")
            seen = list(problems(driver, path)) + list(tooltips(driver))
            if broken == page or not any(problem.startswith(sentence) for problem in seen):
                yield f"the check does not notice {name}"
        finally:
            path.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--screenshots", type=Path)
    arguments = parser.parse_args()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    driver = browser()
    try:
        found = list(blind_spots(driver, arguments.reports[0]))
        for report in arguments.reports:
            found += check(driver, report, arguments.screenshots)
    finally:
        driver.quit()
    print("\n".join(found) if found else f"{len(arguments.reports)} reports look right at each width and color scheme.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
