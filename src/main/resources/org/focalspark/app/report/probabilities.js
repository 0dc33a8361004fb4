// Calibration and separation of probabilities, with two classes and with many.

const sameBins = (one, other) => JSON.stringify(one.bins) === JSON.stringify(other.bins);

function reliabilityFigure(title, how, variants) {
  const bins = variants.flatMap(variant => variant.reliability.bins);
  const reach = Math.max(...bins.map(bin => Math.max(bin.predicted, bin.high)));
  const least = data.twoClasses ? 0 : Math.min(...bins.map(bin => Math.min(bin.predicted, bin.observed)));
  const step = [0.02, 0.05, 0.1, 0.2].find(size => (reach - least) / size <= 6) || 0.25;
  const top = Math.min(1, Math.ceil(reach / step) * step);
  const bottom = Math.max(0, Math.floor(least / step) * step);
  const ends = {
    min: bottom,
    max: top,
    interval: step,
    axisLabel: { formatter: value => Math.round(1000 * value) / 10 + ' %' },
  };
  const rowsOf = variant =>
    variant.reliability.bins.map(bin => [
      percent(bin.predicted, 2),
      percent(bin.observed, 2),
      `${percent(bin.low, 2)} to ${percent(bin.high, 2)}`,
      count(bin.rows),
    ]);
  return figure({
    title,
    how,
    label: `${title}. Expected calibration error: ${variants.map(variant => `${variant.name} ${percent(variant.reliability.error, 2)}`).join(', ')}.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: variants.map(variant => variant.name).concat('right') }, narrow),
      tooltip: lineTip(
        colors,
        variants.map(variant => ({
          name: variant.name,
          points: variant.reliability.bins.map(bin => [bin.predicted, bin.observed]),
        })),
        (name, point) => `${name}\n    predicted ${percent(point[0], 2)}, observed ${percent(point[1], 2)}`,
      ),
      xAxis: axis(colors, 'mean predicted', ends),
      yAxis: axis(colors, 'observed', { vertical: true, ...ends }),
      series: [
        rule(colors, 'right', [
          [bottom, bottom],
          [top, top],
        ]),
      ].concat(
        variants.flatMap(variant => [
          {
            ...line(
              colors,
              variant.index,
              variant.reliability.bins.map(bin => [bin.predicted, bin.observed]),
            ),
            name: variant.name,
            showSymbol: true,
            symbolSize: 8,
            lineStyle: {
              color: variant.plain ? colors.quiet : colors.models[variant.index],
              width: 1.5,
              type: variant.plain ? 'dotted' : dashes[variant.index],
            },
            itemStyle: { color: variant.plain ? colors.quiet : colors.models[variant.index] },
            symbol: variant.plain ? 'diamond' : symbols[variant.index],
          },
          {
            ...whiskers(
              variant.plain ? colors.quiet : colors.models[variant.index],
              variant.reliability.bins.map(bin => [bin.predicted, Math.max(bottom, bin.low), Math.min(top, bin.high)]),
            ),
            name: variant.name,
          },
        ]),
      ),
    }),
    numbers: element(
      'div',
      {},
      variants.map(variant =>
        table(
          `${variant.name}, expected calibration error ${percent(variant.reliability.error, 2)}`,
          ['mean predicted', 'observed', '95 % interval', 'rows'],
          rowsOf(variant),
        ),
      ),
    ),
  });
}

function histogramFigure(model, hits, others, what) {
  const { width, bars } = model.histogram;
  // Of all models, so that they can be compared, but for the ends of long tails.
  const seen = models.flatMap(one =>
    one.histogram.bars
      .filter(bar => Math.max(bar[1], bar[2]) >= 0.001)
      .map(bar => [bar[0], bar[0] + one.histogram.width]),
  );
  const limits = [Math.min(...seen.map(bar => bar[0])), Math.max(...seen.map(bar => bar[1]))];
  const outline = index =>
    bars.flatMap((bar, i) => {
      const gap =
        i > 0 && bar[0] - bars[i - 1][0] > width + 1e-9
          ? [
              [bars[i - 1][0] + width, 0],
              [bar[0], 0],
            ]
          : i > 0
            ? []
            : [[bar[0], 0]];
      return gap.concat(
        [
          [bar[0], bar[index]],
          [bar[0] + width, bar[index]],
        ],
        i === bars.length - 1 ? [[bar[0] + width, 0]] : [],
      );
    });
  const area = (color, name, index, type) => ({
    name,
    type: 'line',
    data: outline(index).filter(point => point[0] >= limits[0] - 1e-9 && point[0] <= limits[1] + 1e-9),
    showSymbol: false,
    silent: true,
    lineStyle: { color: color, width: 1.5, type },
    itemStyle: { color: color },
    areaStyle: { color: color, opacity: 0.22 },
  });
  const median = index => {
    let sum = 0;
    const bar = bars.find(one => (sum += one[index]) >= 0.5) || bars[bars.length - 1];
    return probability(Number(sigmoid(bar[0] + width / 2).toPrecision(2)));
  };
  return figure({
    title: `${what}: ${model.name}`,
    label: `Histogram of probabilities of ${model.name}. Half of the rows ${hits} are below about ${median(1)}, half of the rows ${others} below about ${median(2)}.`,
    option: (colors, narrow) => ({
      ...base(colors, { data: [hits, others] }, narrow),
      tooltip: lineTip(
        colors,
        [{ name: model.name, points: bars.map(bar => [bar[0] + width / 2, bar[1], bar[2], bar[0]]) }],
        (name, [, share, other, low]) =>
          `${name}\nprobability ${probability(sigmoid(low))} to ${probability(sigmoid(low + width))}` +
          `\n${percent(share, 2)} of ${hits}\n${percent(other, 2)} of ${others}`,
      ),
      xAxis: axis(colors, 'probability', logOddsAxis(limits)),
      yAxis: axis(colors, 'share of its rows', {
        vertical: true,
        min: 0,
        axisLabel: { formatter: value => Math.round(1000 * value) / 10 + ' %' },
      }),
      series: [
        roundProbabilities(colors, limits, narrow),
        area(colors.others, others, 2, 'dashed'),
        area(colors.hits, hits, 1, 'solid'),
      ],
    }),
    numbers: table(
      `Share of rows by probability, ${model.name}`,
      ['probability', hits, others],
      bars.map(bar => [
        `${probability(sigmoid(bar[0]))} to ${probability(sigmoid(bar[0] + width))}`,
        percent(bar[1], 2),
        percent(bar[2], 2),
      ]),
    ),
  });
}

function probabilitySection() {
  const event = data.twoClasses ? 'the row is positive' : 'the most probable class is right';
  const calibrated = !sameBins(saved.reliability, saved.plainReliability);
  const before = {
    name: `${saved.name}, before calibration`,
    index: data.saved,
    plain: true,
    reliability: saved.plainReliability,
  };
  const after = {
    name: calibrated ? `${saved.name}, calibrated` : saved.name,
    index: data.saved,
    reliability: saved.reliability,
  };
  const others = models.map((model, index) => ({ name: model.name, index, reliability: model.reliability }));
  const bars = 'Bars are 95 % Wilson intervals of the observed share.';
  const pictures = [
    reliabilityFigure(
      'Reliability before and after calibration',
      (calibrated
        ? `A focal loss moves probabilities toward ${data.twoClasses ? '0.5' : 'equal shares of all classes'}; calibration moves them back.`
        : 'Calibration does not change the probabilities of this model.') +
        ` Each point is one of ten bins of about equal weight. On the dotted line, ${event} as often as predicted. ${bars}`,
      calibrated ? [before, after] : [after],
    ),
    reliabilityFigure(
      `Reliability of ${models
        .map(model => model.name)
        .join(', ')
        .replace(/, ([^,]*)$/, ' and $1')}`,
      `The same for the models side by side. ${bars}`,
      others,
    ),
  ];
  const positive = data.data.classes[1];
  const histograms = models.map(model =>
    data.twoClasses
      ? histogramFigure(model, positive, data.data.classes[0], 'Scores by class')
      : histogramFigure(model, 'right', 'wrong', 'Largest probability'),
  );
  section(
    'Probabilities',
    element(
      'p',
      {},
      data.twoClasses
        ? 'Do predicted probabilities match observed shares, and how well are the classes separated? Scores are on a log-odds scale, because probabilities of a rare class are all near 0. Each class has an area of 1.'
        : 'How often is the most probable class correct, compared with its probability, and which rows are wrong?',
    ),
    element('div', { class: 'grid' }, pictures),
    element('div', { class: 'grid' }, histograms),
  );
}
