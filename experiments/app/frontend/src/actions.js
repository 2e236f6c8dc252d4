// What can be done with a chart: read its source, see its data, take it as CSV, SVG or PNG.

import { download, h, s } from './dom.js';

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell);
const csv = ({ columns, rows }) => [columns, ...rows].map((row) => row.map((cell) => (Number.isNaN(cell) ? '' : quoted(cell ?? ''))).join(',')).join('\n');

const STYLED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'font-weight', 'text-anchor', 'paint-order'];

/** The drawing with its computed style, ground, title and source, so that it stands alone. */
function standalone(svg, title, source) {
  const copy = svg.cloneNode(true);
  const { width, height } = svg.viewBox.baseVal;
  const theirs = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((node, i) => {
    const style = getComputedStyle(theirs[i]);
    for (const key of STYLED) node.style.setProperty(key, style.getPropertyValue(key));
  });
  for (const [key, value] of Object.entries({ xmlns: 'http://www.w3.org/2000/svg', width, height })) copy.setAttribute(key, value);
  copy.prepend(s('title', {}, title), s('desc', {}, source), s('rect', { width, height, style: `fill:${getComputedStyle(document.querySelector('.shell')).backgroundColor}` }));
  return new XMLSerializer().serializeToString(copy);
}

function png(name, svg, drawing) {
  const image = new Image();
  const { width, height } = svg.viewBox.baseVal;
  image.onload = () => {
    const canvas = h('canvas', { width: width * 2, height: height * 2 });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, blob, 'image/png'));
  };
  image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** Rows that the dialog shows; files have all. */
const ROWS = 500;

function tableDialog(title, source, { columns, rows }) {
  const cell = (value) => (typeof value === 'number' ? (Number.isNaN(value) ? '–' : Number(value.toPrecision(5)).toString()) : (value ?? '–'));
  const dialog = h(
    'dialog',
    { class: 'data', 'aria-label': title },
    h('h2', {}, title),
    h('p', { class: 'note' }, source),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Data' }, h('table', {}, h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, rows.slice(0, ROWS).map((row) => h('tr', {}, row.map((value) => h('td', {}, cell(value)))))))),
    rows.length > ROWS ? h('p', { class: 'note' }, `The first ${ROWS} of ${rows.length} rows; the CSV has all.`) : null,
    h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.querySelector('.shell').append(dialog);
  dialog.showModal();
}

/** A menu: `svg` is the drawing, or null for a table; table() gives { columns, rows }, source() the words under it. */
export function chartActions(name, title, svg, table, source) {
  const act = (label, does) => h('button', { type: 'button', onclick: (event) => { event.target.closest('details').open = false; does(); } }, label);
  const menu = h(
    'details',
    { class: 'actions' },
    h('summary', { 'aria-label': `${title}: data and source` }, 'Data'),
    h('div', { class: 'menu' }, act('Table and source', () => tableDialog(title, source(), table())), act('CSV', () => download(`${name}.csv`, csv(table()), 'text/csv')), svg && act('SVG', () => download(`${name}.svg`, standalone(svg, title, source()), 'image/svg+xml')), svg && act('PNG', () => png(name, svg, standalone(svg, title, source())))),
  );
  menu.addEventListener('focusout', (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}
