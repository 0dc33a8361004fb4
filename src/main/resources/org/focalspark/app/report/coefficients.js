// Which features move the margins, and by how much.

function coefficientSection() {
  const { features, numFeatures, intercepts } = data.coefficients;
  if (features.length === 0) {
    section('Coefficients', element('p', {}, 'All coefficients of the saved model are 0.'));
    return;
  }
  const margins = intercepts[data.saved].length;
  const all = features.length === numFeatures;
  const intro = `${all ? `All ${numFeatures} features by their` : `The ${features.length} of ${count(numFeatures)} features with the largest`} effect on the margin of ${saved.name}: coefficient times standard deviation, because coefficients alone depend on units. `;
  section(
    'Coefficients',
    element(
      'p',
      {},
      intro +
        (data.twoClasses
          ? 'A focal model has smaller margins than the baseline for the same probabilities, so compare order and signs, not lengths.'
          : 'Each column is a class. A stronger color is a larger effect: blue raises the margin, orange lowers it. Each model has its own scale.'),
    ),
    margins <= 2
      ? effectFigure(features, margins)
      : models
          .map((model, i) => i)
          .sort((a, b) => Number(b === data.saved) - Number(a === data.saved))
          .map(i => heatFigure(features, i)),
    margins <= 2
      ? []
      : element(
          'details',
          {},
          element('summary', {}, `Coefficients of ${saved.name}`),
          table(
            `Coefficients of ${saved.name}, on the scale of the data`,
            ['feature', 'deviation'].concat(data.data.classes),
            features
              .map(feature =>
                [feature.name, short(feature.deviation)].concat(feature.coefficients[data.saved].map(short)),
              )
              .concat([['(intercept)', ''].concat(intercepts[data.saved].map(short))]),
          ),
        ),
  );
}

// A multinomial model of two classes has a margin for each; their difference counts.
const positiveMargin = values => (values.length === 2 ? values[1] - values[0] : values[0]);

function effectFigure(features) {
  const effect = (feature, i) => feature.deviation * positiveMargin(feature.coefficients[i]);
  return figure({
    title: 'Effect of one standard deviation on the margin',
    height: 90 + features.length * 26,
    how: 'To the right: more probably positive.',
    label: `Largest effects of ${saved.name}: ${features
      .slice(0, 5)
      .map(feature => `${feature.name} ${short(effect(feature, data.saved))}`)
      .join(', ')}.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: models.map(model => model.name) }, narrow),
      grid: nameGrid(
        models.map(model => model.name),
        narrow,
      ),
      tooltip: {
        ...base(colors).tooltip,
        trigger: 'item',
        formatter: point => `${point.name}\n${point.seriesName} ${short(point.value)}`,
      },
      xAxis: axis(colors, 'change of the margin'),
      yAxis: nameAxis(
        colors,
        features.map(feature => feature.name),
        narrow,
      ),
      series: models.map((model, i) => ({
        name: model.name,
        type: 'bar',
        barGap: '10%',
        data: features.map(feature => effect(feature, i)),
        itemStyle: { color: colors.models[i], decal: decals[i] },
      })),
    }),
    numbers: table(
      'Coefficients, on the scale of the data',
      ['feature', 'standard deviation'].concat(
        models.flatMap(model => [`coefficient (${model.name})`, `effect (${model.name})`]),
      ),
      features
        .map(feature =>
          [feature.name, short(feature.deviation)].concat(
            models.flatMap((_, i) => [short(positiveMargin(feature.coefficients[i])), short(effect(feature, i))]),
          ),
        )
        .concat([
          ['(intercept)', ''].concat(
            models.flatMap((_, i) => [short(positiveMargin(data.coefficients.intercepts[i])), '']),
          ),
        ]),
    ),
  });
}

function heatFigure(features, index) {
  const classes = data.data.classes;
  const cells = features.flatMap((feature, row) =>
    feature.coefficients[index].map((value, k) => [k, row, value * feature.deviation]),
  );
  const reach = Math.max(...cells.map(cell => Math.abs(cell[2])));
  return figure({
    title: `Effects on the margins: ${models[index].name}`,
    height: 130 + features.length * 26,
    label: `Effects of ${features.length} features on the margins of ${classes.length} classes, up to ${short(reach)}.`,
    option: (colors, narrow) => ({
      ...base(colors, null, narrow),
      grid: { left: 24, right: 12, top: 8, bottom: 56, containLabel: true },
      tooltip: {
        ...base(colors).tooltip,
        trigger: 'item',
        formatter: point => `${features[point.value[1]].name} for ${classes[point.value[0]]}\n${short(point.value[2])}`,
      },
      xAxis: {
        type: 'category',
        data: classes,
        axisLabel: {
          color: colors.text,
          fontSize: 11,
          rotate: narrow ? 60 : 30,
          interval: 0,
          width: 90,
          overflow: 'truncate',
        },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      yAxis: nameAxis(
        colors,
        features.map(feature => feature.name),
        narrow,
      ),
      visualMap: {
        min: -reach,
        max: reach,
        calculable: false,
        orient: 'horizontal',
        left: 'center',
        bottom: 0,
        itemHeight: 90,
        itemWidth: 12,
        text: [short(reach), short(-reach)],
        textStyle: { color: colors.quiet, fontSize: 11 },
        inRange: { color: [colors.low, colors.mid, colors.high] },
      },
      series: [
        {
          name: models[index].name,
          type: 'heatmap',
          data: cells.map(value => ({
            value,
            label: { color: Math.abs(value[2]) > 0.6 * reach ? colors.strong : colors.text },
          })),
          itemStyle: { borderColor: colors.panel, borderWidth: 1 },
          label: { show: !narrow, fontSize: 10, formatter: point => Number(point.value[2].toPrecision(2)) },
        },
      ],
    }),
  });
}
