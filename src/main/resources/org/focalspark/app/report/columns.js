// Roles of the input columns and their reasons.

function columnSection() {
  const lines = data.data.columns;
  const more = data.data.numColumns - lines.length;
  const rows = lines.map(line => [
    ...line.slice(0, 1),
    element('td', { class: 'text' }, line[1]),
    ...line.slice(2, 6),
    element('td', { class: 'text long' }, line[6]),
  ]);
  const leftOut = lines.filter(line => line[1] === 'left out').length;
  section(
    'Columns',
    element(
      'p',
      {},
      `Roles of the ${count(data.data.numColumns)} input columns. ${leftOut > 0 ? `Left out: ${count(leftOut)}. ` : ''}Missing and unreadable values are counted in the training set, unseen levels in the held-out set.`,
    ),
    table(
      'Columns of the input',
      ['column', 'role', 'levels', 'missing', 'unreadable', 'unseen', 'why'],
      rows,
      [1, 6],
    ),
    more > 0 ? element('p', {}, `${count(more)} more columns are in metrics.json.`) : [],
  );
}
