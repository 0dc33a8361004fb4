// The data of the page, and how numbers and texts get into the document: as text, never as HTML.

const data = JSON.parse(document.getElementById('data').textContent);
const models = data.models;
const saved = models[data.saved];
const weights = data.weighted ? 'weight' : 'rows';

const isNumber = value => typeof value === 'number' && Number.isFinite(value);
const decimal = (value, digits = 4) =>
  isNumber(value) ? value.toFixed(digits) : String(value) === 'NaN' ? '–' : String(value);
const count = value => (isNumber(value) ? value.toLocaleString('en', { maximumFractionDigits: 1 }) : '–');
const percent = (value, digits = 1) => (isNumber(value) ? (100 * value).toFixed(digits) + '\u00a0%' : '–');
const short = value =>
  !isNumber(value)
    ? String(value)
    : value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)
      ? value.toExponential(2)
      : String(Number(value.toPrecision(4)));
// Two digits of whichever is smaller, a probability or its complement: 0.0012 %, 45 %, 99.95 %.
function probability(p) {
  const rest = Number((100 * Math.min(p, 1 - p)).toPrecision(2));
  const digits = rest > 0 ? Math.max(0, 1 - Math.floor(Math.log10(rest))) : 0;
  return Number((p <= 0.5 ? rest : 100 - rest).toFixed(digits)) + '\u00a0%';
}
const logOdds = p => Math.log(p) - Math.log1p(-p);
const sigmoid = x => 1 / (1 + Math.exp(-x));

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
  children.flat(Infinity).forEach(child => node.append(child));
  return node;
}

// A table whose rows may have a class; cells are texts or nodes. Lines of text are those of the columns named.
function table(caption, head, rows, textColumns = []) {
  const kind = column => (textColumns.includes(column) ? { class: 'text' } : {});
  const cell = (value, column) =>
    value instanceof Node && value.tagName === 'TD'
      ? value
      : column === 0
        ? element('th', { scope: 'row', class: 'text' }, value)
        : element('td', kind(column), value);
  const line = row => element('tr', row.chosen ? { class: 'chosen' } : {}, row.map(cell));
  const content = element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head.map((name, column) => element('th', { scope: 'col', ...kind(column) }, name)),
      ),
    ),
    element('tbody', {}, rows.map(line)),
  );
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, content);
}

const contents = element('ul', {});
document.getElementById('contents').append(contents);

function section(title, ...children) {
  const id = 'section-' + title.toLowerCase().replace(/[^a-z]+/g, '-');
  contents.append(element('li', {}, element('a', { href: '#' + id }, title)));
  document
    .getElementById('report')
    .append(element('section', { 'aria-labelledby': id }, element('h2', { id }, title), children));
}
