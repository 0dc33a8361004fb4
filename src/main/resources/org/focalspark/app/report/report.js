// Puts the sections in their order, and draws the charts again when the window, the colors or the medium change.

header();
resultSection();
dataSection();
columnSection();
if (data.twoClasses) {
  curveSection();
  probabilitySection();
  thresholdSection();
} else {
  classSection();
  classCurveSection();
  probabilitySection();
  sureSection();
}
coefficientSection();
convergenceSection();
settingsSection();
notes();
draw();

let waiting;
window.addEventListener('resize', () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 150);
});
darkScheme.addEventListener('change', draw);
window.addEventListener('beforeprint', () => {
  printing = true;
  draw();
});
window.addEventListener('afterprint', () => {
  printing = false;
  draw();
});
