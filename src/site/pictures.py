"""Creates the pictures of the documents: parts of a report of the training job, and plots of the notebooks' last runs.

pictures.py REPORT [FOLDER]
"""

import base64
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGES = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else ROOT / "docs/images"
WIDTH = 1000  # of a page with two charts beside each other

sys.path.insert(0, str(ROOT / "src/it/report"))
import check  # noqa: E402

# Heading of a part of the report -> picture of its first charts.
PARTS = {"Probabilities": "report", "Ranking": "report-ranking", "Thresholds and costs": "report-costs"}
# Function that a cell of a notebook calls last -> notebook; the picture has the name of the function.
PLOTS = {
    "loss_curves": "02_which_gamma",
    "gamma_grid": "02_which_gamma",
    "precision_recall": "01_quickstart",
    "threshold_costs": "03_probabilities",
}

BOX = """
const heading = [...document.querySelectorAll('h2')].find(each => each.textContent.trim() === arguments[0]);
if (!heading) return null;
const part = heading.closest('section').getBoundingClientRect();
const charts = [...heading.closest('section').querySelectorAll('figure')].slice(0, 2);
const bottom = Math.max(...charts.map(chart => chart.getBoundingClientRect().bottom));
return {x: part.x + scrollX - 16, y: part.y + scrollY + 1, width: part.width + 32, height: bottom + 15 - part.y, scale: 1};
"""


def of_report(report: Path) -> None:
    driver = check.browser()
    try:
        check.show(driver, report, WIDTH, "light")
        for heading, name in PARTS.items():
            box = driver.execute_script(BOX, heading)
            if box is None:
                sys.exit(f"{report} has no part '{heading}'.")
            shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": box})
            write(name, base64.b64decode(shot["data"]))
    finally:
        driver.quit()


def of_notebook(function: str, notebook: str) -> bytes:
    cells = json.loads((ROOT / f"notebooks/jupyter/{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    drawn = [
        output["data"]["image/png"]
        for cell in cells
        if f"\n{function}(" in "\n" + "".join(cell["source"])
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    if len(drawn) != 1:
        sys.exit(f"{notebook} has {len(drawn)} pictures of {function}, not one.")
    return base64.b64decode(drawn[0])


def write(name: str, png: bytes) -> None:
    file = IMAGES / f"{name}.png"
    file.write_bytes(png)
    print(f"{file.relative_to(ROOT)}: {len(png) / 1000:.0f} kB")


IMAGES.mkdir(parents=True, exist_ok=True)
of_report(Path(sys.argv[1]).resolve())
for function, notebook in PLOTS.items():
    write(function, of_notebook(function, notebook))
