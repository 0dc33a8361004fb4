// Sections of every report: result, data, convergence, settings.

function header() {
  document
    .getElementById('top')
    .append(
      element('h1', {}, data.title),
      element(
        'p',
        {},
        `Focal-loss logistic regression and its baseline (gamma 0) on held-out rows of ${data.input}. Trained ${data.time.replace('T', ' ').replace('Z', ' UTC')}, focalspark ${data.versions[0]}, Spark ${data.versions[1]}.`,
      ),
    );
}

function resultSection() {
  const facts = data.twoClasses ? binaryFacts() : multiclassFacts();
  const rows = data.comparison
    .slice(1)
    .map(row => row.map((text, i) => (i === 0 ? text.replace(/^ +/, '\u2003') : text.replace(' %', '\u00a0%'))));
  section(
    'Result',
    element(
      'ul',
      { class: 'short' },
      facts.map(fact => element('li', {}, fact)),
    ),
    table(
      `All metrics on held-out rows. The saved model is ${saved.name}.`,
      [''].concat(models.map(model => model.name)),
      rows,
    ),
  );
}

const each = of => models.map(model => `${model.name} ${of(model)}`).join(', ');

function binaryFacts() {
  const cheapest = model => model.thresholds.find(row => row.notes.includes('cheapest'));
  return [
    `Ranking: area under the precision-recall curve ${each(model => decimal(model.metrics.prAuc))} (at random ${decimal(saved.metrics.observedRate)}). ${few(saved.metrics.positives, 'positive rows')}`,
    `Probabilities: ${percent(saved.metrics.observedRate, 2)} of the held-out ${weights} are positive; mean predicted probability: ${each(model => percent(model.metrics.meanPredicted, 2))}. Log loss: ${each(model => decimal(model.metrics.logLoss))}.`,
    `Cost per row at the best threshold: ${each(model => short(cheapest(model).cost))}.`,
  ];
}

function multiclassFacts() {
  const rarest = Math.min(...saved.metrics.classes.map(one => one.rows).filter(rows => rows > 0));
  return [
    `Mean F1 of the classes (macro F1): ${each(model => decimal(model.metrics.macroF1))}; mean recall: ${each(model => decimal(model.metrics.macroRecall))}.`,
    `Accuracy: ${each(model => percent(model.metrics.accuracy, 2))}. Log loss: ${each(model => decimal(model.metrics.logLoss))}.`,
    `${few(rarest, 'rows of the rarest class')}`,
  ];
}

const few = (rows, what) =>
  `There are ${count(rows)} ${what} held out` +
  (rows < 1000
    ? `: one row is ${percent(1 / rows, rows < 100 ? 1 : 2)} of recall, so small differences between models may be chance.`
    : '.');

function dataSection() {
  const { classes, train, test } = data.data;
  const sum = rows => rows.reduce((a, b) => a + b, 0);
  const all = [train, test].map(sum);
  const parts = [
    ['training', train],
    ['held out', test],
  ];
  const chart = figure({
    title: 'Rows by class',
    how: 'The scale is logarithmic, so that rare classes are visible.',
    height: 90 + 44 * classes.length,
    label: `Rows by class. ${classes.map((name, k) => `${name}: ${count(train[k])} in training, ${count(test[k])} held out`).join('; ')}.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: parts.map(part => part[0]) }, narrow),
      grid: nameGrid(
        parts.map(part => part[0]),
        narrow,
      ),
      tooltip: {
        ...base(colors).tooltip,
        trigger: 'item',
        formatter: point => `${point.name}, ${point.seriesName}\n${count(point.value)} rows`,
      },
      xAxis: axis(colors, 'rows', { type: 'log', min: 1, axisLabel: { formatter: count } }),
      yAxis: nameAxis(colors, classes, narrow),
      series: parts.map(([name, rows], i) => ({
        name,
        type: 'bar',
        data: rows.map(value => (value > 0 ? value : null)),
        barGap: '15%',
        itemStyle: { color: i === 0 ? colors.others : colors.hits, decal: i === 0 ? undefined : decals[0] },
      })),
    }),
  });
  const numbers = table(
    'Rows by class',
    ['class', 'training', '', 'held out', ''],
    classes
      .map((name, k) => [
        name,
        count(train[k]),
        percent(train[k] / all[0], 2),
        count(test[k]),
        percent(test[k] / all[1], 2),
      ])
      .concat([['all', count(all[0]), '', count(all[1]), '']]),
  );
  const columns = data.data.vector
    ? `Features: the vectors of column ${data.data.vector}.`
    : [
        ['Numeric columns', data.data.numeric],
        ['Categorical columns', data.data.categorical],
        ['Not used', data.data.unused],
      ]
        .filter(([, names]) => names.length > 0)
        .map(([what, names]) => `${what}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${count(names.length - 20)} more` : ''}.`)
        .join(' ');
  section(
    'Data',
    element('p', {}, `${columns} They yield ${count(data.coefficients.numFeatures)} features.`),
    element('div', { class: 'grid' }, chart, numbers),
  );
}

function convergenceSection() {
  const relative = model =>
    model.objective.map((value, k) => [k, model.objective[0] > 0 ? value / model.objective[0] : value]);
  // A fit that starts at its optimum has no norm that a logarithmic axis could show: ECharts rounds its ticks.
  const shown = value => value > 1e-12;
  const logarithmic = models.some(model => model.gradientNorm.some(shown));
  const norms = model =>
    model.gradientNorm.map((value, k) => [k, value]).filter(point => shown(point[1]) || !logarithmic);
  const picture = (title, how, label, points, vertical) =>
    figure({
      title,
      how,
      label,
      option: (colors, narrow) => ({
        ...base(colors, { data: models.map(model => model.name) }, narrow),
        tooltip: lineTip(
          colors,
          models.map(model => ({ name: model.name, points: points(model) })),
          (name, point) => `${name}: iteration ${point[0]}, ${short(point[1])}`,
        ),
        xAxis: axis(colors, 'iteration', { minInterval: 1, splitLine: { show: false } }),
        yAxis: axis(colors, title.toLowerCase(), { vertical: true, nameGap: 50, ...vertical }),
        series: models.map((model, i) =>
          line(colors, i, points(model), points(model).length < 3 ? { showSymbol: true } : {}),
        ),
      }),
    });
  const last = values => values[values.length - 1];
  section(
    'Convergence',
    element(
      'div',
      { class: 'grid' },
      picture(
        'Objective',
        'Objective divided by its value at the start. Objectives of different losses cannot be compared directly.',
        `Objective by iteration. At the end: ${each(model => percent(last(relative(model))[1]))} of the start.`,
        relative,
        { scale: true, axisLabel: { formatter: value => Math.round(1000 * value) / 10 + ' %' } },
      ),
      picture(
        'Gradient norm',
        'Norm of the gradient in standardized coefficients. It is 0 at an optimum.',
        `Gradient norm by iteration. At the end: ${each(model => short(last(model.gradientNorm)))}.`,
        norms,
        logarithmic ? { type: 'log', axisLabel: { formatter: value => value.toExponential(0) } } : { min: 0, max: 1 },
      ),
    ),
    table(
      'How the fits ended',
      ['', 'iterations', 'objective at the start', 'at the end', 'gradient norm at the end', 'stopped because'],
      models.map(model => [
        model.name,
        count(model.objective.length - 1),
        short(model.objective[0]),
        short(last(model.objective)),
        short(last(model.gradientNorm)),
        element('td', { class: 'text long' }, model.stopReason),
      ]),
      [5],
    ),
  );
}

function settingsSection() {
  const head = ['param'].concat(models.map(model => model.name));
  const texts = head.map((_, column) => column);
  const wide = text => element('td', { class: 'text wrap' }, text);
  const isSet = row => row[row.length - 1] === 'set';
  const line = row => [row[0]].concat(row.slice(1, -1).map(wide));
  section(
    'Settings',
    table('Params that the configuration or the comparison sets', head, data.params.filter(isSet).map(line), texts),
    element(
      'details',
      {},
      element('summary', {}, 'All params'),
      table(
        'All params',
        head.concat('set'),
        data.params.map(row => line(row).concat(isSet(row) ? 'yes' : '')),
        texts,
      ),
    ),
    element(
      'details',
      {},
      element('summary', {}, 'Configuration of the job'),
      element(
        'pre',
        { tabindex: '0', role: 'region', 'aria-label': 'Configuration of the job' },
        JSON.stringify(data.configuration, null, 2),
      ),
    ),
  );
}

function notes() {
  document
    .getElementById('notes')
    .append(
      element(
        'p',
        {},
        `Each point of a curve is exact at its threshold. Rows are counted in bins of width 1/${data.twoClasses ? 64 : 16} in log-odds, and points are connected by straight lines. The metrics of the first table are exact.`,
      ),
      element(
        'p',
        {},
        'docs/report.md explains each chart. The charts are drawn by Apache ECharts (copyright The Apache Software Foundation, Apache License 2.0), which is in this file. The page loads nothing.',
      ),
    );
}
