// What can be done with a chart: read its source, see its data, take it as CSV, SVG or PNG.

import { download, h } from './dom.js';

const csv = ({ columns, rows }) => [columns, ...rows].map((row) => row.map((cell) => (Number.isNaN(cell) ? '' : cell)).join(',')).join('\n');

/** The drawing with its computed style, so that it stands alone. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const theirs = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((node, i) => {
    const style = getComputedStyle(theirs[i]);
    for (const key of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'text-anchor']) node.style.setProperty(key, style.getPropertyValue(key));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

function png(name, svg) {
  const image = new Image();
  const [width, height] = [svg.clientWidth || svg.viewBox.baseVal.width, svg.clientHeight || svg.viewBox.baseVal.height];
  image.onload = () => {
    const canvas = h('canvas', { width: width * 2, height: height * 2 });
    const ink = canvas.getContext('2d');
    ink.fillStyle = getComputedStyle(document.querySelector('.shell')).backgroundColor;
    ink.fillRect(0, 0, canvas.width, canvas.height);
    ink.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, blob, 'image/png'));
  };
  image.src = `data:image/svg+xml,${encodeURIComponent(standalone(svg))}`;
}

function tableDialog(title, source, { columns, rows }) {
  const cell = (value) => (typeof value === 'number' ? (Number.isNaN(value) ? '–' : Number(value.toPrecision(5)).toString()) : (value ?? '–'));
  const dialog = h(
    'dialog',
    { class: 'data', 'aria-label': title },
    h('h2', {}, title),
    h('p', { class: 'note' }, source),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Data' }, h('table', {}, h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, rows.map((row) => h('tr', {}, row.map((value) => h('td', {}, cell(value)))))))),
    h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.querySelector('.shell').append(dialog);
  dialog.showModal();
}

/** A menu: table() gives { columns, rows }, source() the words under it. */
export function chartActions(name, title, svg, table, source) {
  const act = (label, does) => h('button', { type: 'button', onclick: (event) => { event.target.closest('details').open = false; does(); } }, label);
  const menu = h(
    'details',
    { class: 'actions' },
    h('summary', { 'aria-label': `${title}: data and source` }, 'Data'),
    h('div', { class: 'menu' }, act('Table and source', () => tableDialog(title, source(), table())), act('CSV', () => download(`${name}.csv`, csv(table()), 'text/csv')), act('SVG', () => download(`${name}.svg`, standalone(svg), 'image/svg+xml')), act('PNG', () => png(name, svg))),
  );
  menu.addEventListener('focusout', (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}
