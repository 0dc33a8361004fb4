// Sections of two classes: curves, thresholds and their costs.

function curveSection() {
  const rate = saved.hits / (saved.hits + saved.others);
  const area = key => models.map(model => `${model.name} ${decimal(model.metrics[key])}`).join(', ');
  const pr = figure({
    title: 'Precision and recall',
    how: `Precision: share of the rows predicted positive that are positive. Recall: share of the positive rows that are found. Higher is better; a random order has a precision of ${percent(rate)}.`,
    label: `Precision-recall curves. Area under them: ${area('prAuc')}; at random ${decimal(rate)}.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: models.map(model => model.name).concat('at random') }, narrow),
      tooltip: curveTip(
        colors,
        models.map(model => ({ name: model.name, points: prPoints(model) })),
        'recall',
        'precision',
      ),
      xAxis: axis(colors, 'recall', share),
      yAxis: axis(colors, 'precision', { vertical: true, ...share }),
      series: models
        .map((model, i) => line(colors, i, prPoints(model)))
        .concat(
          rule(colors, 'at random', [
            [0, rate],
            [1, rate],
          ]),
        ),
    }),
    numbers: curveNumbers('Precision by recall', models, 'recall of at least', (model, recall) =>
      percent(precisionOf(cutOfRecall(model, recall))),
    ),
  });
  const roc = figure({
    title: 'ROC',
    how: 'Share of positive rows found against share of negative rows predicted positive. With few positive rows, ROC curves are too optimistic: a small share of many negative rows is many false alarms.',
    label: `ROC curves. Area under them: ${area('rocAuc')}; at random 0.5.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: models.map(model => model.name).concat('at random') }, narrow),
      tooltip: curveTip(
        colors,
        models.map(model => ({ name: model.name, points: rocPoints(model) })),
        'false positive rate',
        'recall',
      ),
      xAxis: axis(colors, 'false positive rate', share),
      yAxis: axis(colors, 'recall', { vertical: true, ...share }),
      series: models
        .map((model, i) => line(colors, i, rocPoints(model)))
        .concat(
          rule(colors, 'at random', [
            [0, 0],
            [1, 1],
          ]),
        ),
    }),
    numbers: curveNumbers('False positive rate by recall', models, 'recall of at least', (model, recall) =>
      percent(falseAlarmsOf(model, cutOfRecall(model, recall))),
    ),
  });
  section(
    'Ranking',
    element(
      'p',
      {},
      'How well the model ranks positive rows above negative ones, for all thresholds.',
    ),
    element('div', { class: 'grid' }, pr, roc),
  );
}

function thresholdSection() {
  const costs = data.costs;
  const stated = costs.derived
    ? `No cost of a missed positive row is configured. The default is the cost of ${short(costs.falseNegative / costs.falsePositive)} false alarms, the number of negative rows per positive row in training. Set report.false-negative-cost in the configuration to the real cost.`
    : `A false alarm costs ${short(costs.falsePositive)}, a missed positive row ${short(costs.falseNegative)}, as configured.`;
  const costOf = (model, cut) =>
    (costs.falsePositive * cut[2] + costs.falseNegative * (model.hits - cut[1])) / (model.hits + model.others);
  const points = model =>
    [[1 - 1e-9, 0, 0]]
      .concat(model.cuts)
      .filter(cut => cut[0] > 1e-6 && cut[0] < 1 - 1e-6)
      .map(cut => [logOdds(cut[0]), costOf(model, cut), cut[0]]);
  const nobody = (costs.falseNegative * saved.hits) / (saved.hits + saved.others);
  const everybody = (costs.falsePositive * saved.others) / (saved.hits + saved.others);
  const cheapest = model => model.thresholds.find(row => row.notes.includes('cheapest'));
  const best = models
    .map(model => `${model.name} ${short(cheapest(model).cost)} at ${probability(cheapest(model).threshold)}`)
    .join(', ');
  const chart = figure({
    title: 'Cost by threshold',
    how: `Cost per row if rows above the threshold are predicted positive. With correct probabilities, ${probability(costs.threshold)} (the vertical line) has the lowest cost. The flat line is the cost without a model: all rows predicted negative or all positive, whichever is cheaper.`,
    label: `Cost per row by threshold. Lowest: ${best}; without a model ${short(Math.min(nobody, everybody))}.`,
    option: (colors, narrow) => {
      const all = models.flatMap(points);
      const ends = [Math.min(...all.map(point => point[0])), Math.max(...all.map(point => point[0]))];
      return {
        ...base(colors, { data: models.map(model => model.name).concat('without a model') }, narrow),
        tooltip: lineTip(
          colors,
          models.map(model => ({ name: model.name, points: points(model) })),
          (name, point) => `${name}: above ${probability(point[2])}, cost per row ${short(point[1])}`,
        ),
        xAxis: axis(colors, 'threshold', logOddsAxis(ends)),
        yAxis: axis(colors, 'cost per row', { vertical: true, min: 0, axisLabel: { formatter: short } }),
        series: models
          .map((model, i) =>
            line(
              colors,
              i,
              points(model),
              i === data.saved
                ? {
                    markLine: {
                      silent: true,
                      symbol: 'none',
                      label: { show: false },
                      lineStyle: { color: colors.quiet, type: 'solid', width: 1 },
                      data: [{ xAxis: logOdds(costs.threshold) }],
                    },
                  }
                : {},
            ),
          )
          .concat(
            rule(
              colors,
              'without a model',
              ends.map(x => [x, Math.min(nobody, everybody)]),
            ),
            roundProbabilities(colors, ends, narrow),
          ),
      };
    },
  });
  const names = {
    own: "the model's threshold",
    costs: 'by the costs',
    cheapest: 'cheapest on these rows',
    f1: 'best F1 on these rows',
  };
  const rows = model =>
    model.thresholds.map(row =>
      Object.assign(
        [
          String(Number(row.threshold.toPrecision(6))),
          count(row.hits + row.others),
          percent(row.precision),
          percent(row.hits / model.hits),
          count(row.others),
          count(model.hits - row.hits),
          short(row.cost),
          row.notes.map(note => names[note]).join(', '),
        ],
        { chosen: row.notes.length > 0 },
      ),
    );
  const head = [
    'probability above',
    `${weights} called positive`,
    'precision',
    'recall',
    'false alarms',
    'missed',
    'cost per row',
    'remark',
  ];
  section(
    'Thresholds and costs',
    element('p', {}, stated),
    chart,
    element(
      'p',
      {},
      'Exact results of thresholds on the held-out rows. A threshold chosen on these rows (cheapest, best F1) looks slightly better on them than on new rows.',
    ),
    models
      .map((_, i) => models.length - 1 - i)
      .map(i =>
        element(
          'details',
          i === data.saved ? { open: '' } : {},
          element('summary', {}, `Thresholds of ${models[i].name}`),
          table(`Thresholds of ${models[i].name}`, head, rows(models[i]), [7]),
        ),
      ),
  );
}
