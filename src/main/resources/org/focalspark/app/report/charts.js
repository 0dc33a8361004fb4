// What all charts share: colors, axes, figures, and series of the models.

// Okabe and Ito's colors, which the color-blind tell apart, darker on white and lighter on black; models differ in
// their dashes, too.
const palettes = {
  light: {
    text: '#1c1e21',
    quiet: '#55595f',
    line: '#d3d7dc',
    panel: '#f5f6f8',
    models: ['#c04f00', '#0072b2', '#00795a'],
    hits: '#882255',
    others: '#7d838b',
    low: '#c04f00',
    mid: '#ffffff',
    high: '#0072b2',
    strong: '#ffffff',
  },
  dark: {
    text: '#e9ebee',
    quiet: '#a9afb7',
    line: '#3a3f46',
    panel: '#1f2226',
    models: ['#e69f00', '#56b4e9', '#2fc69c'],
    hits: '#e07bb0',
    others: '#9aa1a9',
    low: '#e69f00',
    mid: '#1f2226',
    high: '#56b4e9',
    strong: '#15171a',
  },
};
const dashes = ['dashed', 'solid', 'dotted'];
const symbols = ['rect', 'circle', 'triangle'];
const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
const charts = [];
let printing = false;

const palette = () => palettes[darkScheme.matches && !printing ? 'dark' : 'light'];

function axis(colors, name, more = {}) {
  const vertical = more.vertical;
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: vertical ? 46 : 30,
    scale: false,
    nameTextStyle: { color: colors.quiet, fontSize: 12 },
    axisLabel: { color: colors.quiet, fontSize: 11, hideOverlap: true, ...more.axisLabel },
    axisLine: { show: !vertical, onZero: false, lineStyle: { color: colors.quiet } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: colors.line } },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => !['vertical', 'axisLabel'].includes(key))),
  };
}

// Where a chart begins below its legend: names in 12 pixels, each after a symbol, in as many lines as they need.
const topBelow = (legend, narrow) =>
  18 + 20 * Math.ceil(legend.reduce((sum, name) => sum + 7 * name.length + 42, 0) / (narrow ? 290 : 460));

function base(colors, legend, narrow) {
  return {
    animation: !stillness.matches,
    animationDuration: 300,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { enabled: false },
    grid: { left: 62, right: 18, top: legend ? topBelow(legend.data, narrow) : 16, bottom: 46 },
    legend: legend
      ? {
          top: 0,
          left: 0,
          icon: undefined,
          itemWidth: 26,
          itemHeight: 10,
          itemGap: 16,
          textStyle: { color: colors.text, fontSize: 12 },
          ...legend,
        }
      : undefined,
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: colors.panel,
      borderColor: colors.quiet,
      textStyle: { color: colors.text, fontSize: 12 },
    },
  };
}

// An axis of names, which may need room: on a narrow page features are shown as "column" above "= value".
function nameAxis(colors, all, narrow) {
  const cut = text => (text.length > 20 ? text.slice(0, 19) + '…' : text);
  const short = name => name.split(' = ').map(cut).join('\n= ');
  return {
    type: 'category',
    inverse: true,
    data: all,
    axisLabel: {
      color: colors.text,
      fontSize: narrow ? 10 : 11,
      lineHeight: 11,
      interval: 0,
      width: narrow ? 125 : 300,
      overflow: 'truncate',
      formatter: narrow ? short : undefined,
    },
    axisLine: { lineStyle: { color: colors.quiet }, onZero: false },
    axisTick: { show: false },
  };
}

// For axes of names, whose labels ECharts takes for a little smaller than they are.
const nameGrid = (legend, narrow) => ({
  left: narrow ? 20 : 34,
  right: 24,
  top: topBelow(legend, narrow),
  bottom: 40,
  containLabel: true,
});

// A figure with a chart, how to read it, and its numbers in a table for those who cannot see it.
function figure({ title, how, label, option, numbers, height }) {
  const holder = element('div', { class: 'chart', role: 'img', 'aria-label': label });
  if (height) {
    holder.style.height = height + 'px';
  }
  charts.push({ holder, option });
  return element(
    'figure',
    {},
    element('h3', {}, title),
    how ? element('p', { class: 'how' }, how) : [],
    holder,
    numbers ? element('details', {}, element('summary', {}, 'Numbers: ' + title), numbers) : [],
  );
}

function draw() {
  charts.forEach(chart => {
    if (!chart.instance) {
      chart.instance = echarts.init(chart.holder, null, { renderer: 'svg' });
    }
    chart.instance.resize();
    chart.instance.setOption(chart.option(palette(), chart.holder.clientWidth < 420), true);
  });
}

const line = (colors, index, points, more = {}) => ({
  name: models[index].name,
  type: 'line',
  data: points,
  showSymbol: false,
  symbol: symbols[index],
  lineStyle: { color: colors.models[index], width: 2, type: dashes[index] },
  itemStyle: { color: colors.models[index] },
  ...more,
});
const rule = (colors, name, points) => ({
  name,
  type: 'line',
  data: points,
  showSymbol: false,
  silent: true,
  ...noTip,
  lineStyle: { color: colors.quiet, width: 1, type: [2, 4] },
  itemStyle: { color: colors.quiet },
});
// Intervals as lines from low to high at x.
const whiskers = (color, points) => ({
  type: 'custom',
  data: points,
  silent: true,
  ...noTip,
  z: 1,
  itemStyle: { color: color },
  encode: { x: 0, y: [1, 2] },
  renderItem: (params, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const high = api.coord([api.value(0), api.value(2)])[1];
    return {
      type: 'line',
      shape: { x1: x, y1: low, x2: x, y2: high },
      style: { stroke: color, lineWidth: 1.5, opacity: 0.7 },
    };
  },
});

const recallOf = (source, cut) => cut[1] / source.hits;
const falseAlarmsOf = (source, cut) => cut[2] / source.others;
const precisionOf = cut => cut[1] / (cut[1] + cut[2]);
const prPoints = source =>
  [[0, precisionOf(source.cuts[0]), source.cuts[0][0]]].concat(
    source.cuts.map(cut => [recallOf(source, cut), precisionOf(cut), cut[0]]),
  );
const rocPoints = source =>
  [[0, 0, 1]].concat(source.cuts.map(cut => [falseAlarmsOf(source, cut), recallOf(source, cut), cut[0]]));

// The highest cut that reaches a recall.
const cutOfRecall = (source, recall) => source.cuts.find(cut => recallOf(source, cut) >= recall - 1e-12);

// Returns the point nearest to x; among ties, the highest one.
const nearest = (points, x) =>
  points.reduce((best, point) => {
    const gap = Math.abs(point[0] - x) - Math.abs(best[0] - x);
    return gap < 0 || (gap === 0 && point[1] > best[1]) ? point : best;
  });

// Tooltip of line charts: shows the values of all lines at the pointer. Lines without symbols have no point to hit.
const lineTip = (colors, lines, text) => ({
  ...base(colors).tooltip,
  trigger: 'axis',
  axisPointer: { type: 'line', lineStyle: { color: colors.quiet, type: 'solid' } },
  formatter: hit => {
    const x = [hit].flat()[0].axisValue;
    return lines
      .filter(one => one.points.length > 0)
      .map(one => text(one.name, nearest(one.points, x)))
      .join('\n');
  },
});
const noTip = { tooltip: { show: false } };

const curveTip = (colors, lines, x, y) =>
  lineTip(
    colors,
    lines,
    (name, point) =>
      `${name}, above ${probability(point[2])}\n    ${x} ${percent(point[0])}, ${y} ${percent(point[1])}`,
  );

const share = { axisLabel: { formatter: value => Math.round(100 * value) + ' %' }, min: 0, max: 1 };
const curveNumbers = (caption, sources, head, of) =>
  table(
    caption,
    [head].concat(sources.map(source => source.name)),
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map(recall =>
      [percent(recall, 0)].concat(sources.map(source => of(source, recall))),
    ),
  );

const decals = [
  {
    symbol: 'rect',
    dashArrayX: [1, 0],
    dashArrayY: [2, 4],
    rotation: -Math.PI / 4,
    color: 'rgba(255, 255, 255, 0.35)',
  },
  undefined,
  {
    symbol: 'circle',
    dashArrayX: [
      [5, 5],
      [0, 5, 5, 0],
    ],
    dashArrayY: [4, 0],
    symbolSize: 0.7,
    color: 'rgba(255, 255, 255, 0.4)',
  },
];

// An axis of log-odds; ECharts would put its labels at round log-odds, so those are left to roundProbabilities.
const logOddsAxis = ([low, high]) => ({
  min: low,
  max: high,
  nameGap: 26,
  axisLabel: { show: false },
  splitLine: { show: false },
});

// Lines at round probabilities with their labels at the foot, as many as have room.
function roundProbabilities(colors, [low, high], narrow) {
  // A label needs about 6 pixels a letter, of those that a chart in half a page has.
  const space = p => ((high - low) * (6 * probability(p).length + 10)) / (narrow ? 220 : 330);
  const candidates = [
    0.5, 0.1, 0.9, 0.01, 0.99, 1e-3, 0.999, 1e-4, 0.9999, 1e-5, 0.99999, 1e-6, 0.999999, 0.02, 0.05, 0.2, 0.8, 0.95,
    0.98, 0.002, 0.005,
  ];
  const marks = [];
  candidates
    .filter(p => logOdds(p) >= low && logOdds(p) <= high)
    .forEach(p => {
      if (marks.every(other => Math.abs(logOdds(other) - logOdds(p)) >= Math.max(space(p), space(other)))) {
        marks.push(p);
      }
    });
  return {
    type: 'line',
    data: [],
    silent: true,
    ...noTip,
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: colors.line, type: 'solid', width: 1 },
      data: marks.map(p => ({
        xAxis: logOdds(p),
        label: { position: 'start', distance: 4, color: colors.quiet, fontSize: 11, formatter: probability(p) },
      })),
    },
  };
}
