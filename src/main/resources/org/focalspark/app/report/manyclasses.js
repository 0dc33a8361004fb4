// Sections of many classes: what is taken for what, and how well each class is told from the others.

function confusionTable(model) {
  const classes = data.data.classes;
  const matrix = model.metrics.confusionMatrix;
  const rows = matrix.map((row, k) => {
    const total = row.reduce((a, b) => a + b, 0);
    return [classes[k]].concat(
      row.map((value, j) => {
        const part = total > 0 ? value / total : 0;
        const cell = element(
          'td',
          { class: j === k ? 'cell right' : 'cell', title: `${classes[k]} taken for ${classes[j]}: ${percent(part)}` },
          value === 0 ? '·' : count(value),
        );
        cell.style.setProperty('--share', part);
        return cell;
      }),
      percent(total > 0 ? row[k] / total : 0),
    );
  });
  return table(
    `Confusion matrix of ${model.name}: a row per class, a column per prediction, in ${weights}`,
    ['class'].concat(classes, 'recall'),
    rows,
  );
}

function classSection() {
  const classes = data.data.classes;
  const byClass = (model, key) => model.metrics.classes.map(one => one[key]);
  const dots = (key, title, how) =>
    figure({
      title,
      how,
      height: 90 + classes.length * (models.length * 9 + 14),
      label: `${title} of every class: ${models
        .map(
          model =>
            `${model.name} ${byClass(model, key)
              .map(value => percent(value, 0))
              .join(', ')}`,
        )
        .join('; ')}.`,
      option: (colors, narrow) => ({
        ...base(colors, { data: models.map(model => model.name) }, narrow),
        grid: nameGrid(
          models.map(model => model.name),
          narrow,
        ),
        tooltip: {
          ...base(colors).tooltip,
          trigger: 'item',
          formatter: point => `${point.name}, ${point.seriesName}\n${key} ${percent(point.value)}`,
        },
        xAxis: axis(colors, key, share),
        yAxis: nameAxis(colors, classes, narrow),
        series: models.map((model, i) => ({
          name: model.name,
          type: 'bar',
          data: byClass(model, key),
          barGap: '15%',
          barCategoryGap: '28%',
          itemStyle: { color: colors.models[i], decal: decals[i] },
        })),
      }),
    });
  const numbers = table(
    'Precision, recall and F1 of every class',
    ['class', 'rows'].concat(
      models.flatMap(model => ['precision', 'recall', 'F1'].map(name => `${name} (${model.name})`)),
    ),
    classes.map((name, k) =>
      [name, count(saved.metrics.classes[k].rows)].concat(
        models.flatMap(model => ['precision', 'recall', 'f1'].map(key => decimal(model.metrics.classes[k][key], 3))),
      ),
    ),
  );
  section(
    'Classes',
    element(
      'p',
      {},
      'Actual class by row, predicted class by column. A darker cell is a larger share of its row, so rare classes are as visible as common ones. The diagonal is correct.',
    ),
    [saved]
      .concat(models.filter(model => model !== saved))
      .map(model =>
        model === saved
          ? confusionTable(model)
          : element('details', {}, element('summary', {}, `Confusion matrix of ${model.name}`), confusionTable(model)),
      ),
    element(
      'div',
      { class: 'grid' },
      dots('recall', 'Recall by class', 'Share of the rows of a class that are predicted as this class.'),
      dots(
        'precision',
        'Precision by class',
        'Share of the rows predicted as a class that belong to it. No bar: the class was never predicted, or never correctly.',
      ),
    ),
    numbers,
  );
}

function classCurveSection() {
  const pictures = saved.curves.map((curve, c) => {
    const name = data.data.classes[curve.class];
    const rate = curve.hits / (curve.hits + curve.others);
    const sources = models.map(model => ({ name: model.name, ...model.curves[c] }));
    return figure({
      title: `${name} (${count(curve.hits)})`,
      label: `Precision-recall curves of class ${name} against all others. Area under them: ${sources.map(source => `${source.name} ${decimal(source.area)}`).join(', ')}; at random ${decimal(rate)}.`,
      option: (colors, narrow) => ({
        ...base(colors, { data: models.map(model => model.name), itemGap: 8, itemWidth: 20 }, narrow),
        grid: { left: 60, right: 24, top: 58, bottom: 42 },
        tooltip: curveTip(
          colors,
          sources.map(source => ({ name: source.name, points: prPoints(source) })),
          'recall',
          'precision',
        ),
        xAxis: axis(colors, 'recall', share),
        yAxis: axis(colors, 'precision', { vertical: true, ...share }),
        series: sources.map((source, i) => line(colors, i, prPoints(source))),
      }),
    });
  });
  const numbers = table(
    'Area under the precision-recall curve of a class against all others',
    ['class', weights].concat(
      models.map(model => model.name),
      'at random',
    ),
    saved.curves.map((curve, c) =>
      [data.data.classes[curve.class], count(curve.hits)].concat(
        models.map(model => decimal(model.curves[c].area)),
        decimal(curve.hits / (curve.hits + curve.others)),
      ),
    ),
  );
  section(
    'Ranking',
    element(
      'p',
      {},
      'How well the probability of a class ranks its rows above all others. In brackets: the held-out ' +
        weights +
        ' of the class. A curve of three rows has three steps.' +
        (data.allCurves ? '' : ' Only the rarest classes with held-out rows are shown.'),
    ),
    element('div', { class: 'grid small' }, pictures),
    numbers,
  );
}

function sureSection() {
  const head = ['largest probability above'].concat(
    models.flatMap(model => [`kept (${model.name})`, `right (${model.name})`, `wrong ${weights} (${model.name})`]),
  );
  section(
    'When the model may decline',
    element(
      'p',
      {},
      'A model can decline rows whose largest probability is small. The table shows the share of rows that remain, and the share of these that are predicted correctly.',
    ),
    table(
      'Rows kept, and rows correct, by the largest probability',
      head,
      saved.sure.map((row, i) =>
        [row.threshold === 0 ? 'all rows' : percent(row.threshold, 0)].concat(
          models.flatMap(model => [
            percent(model.sure[i].kept),
            percent(model.sure[i].right, 2),
            count(model.sure[i].wrong),
          ]),
        ),
      ),
    ),
  );
}
