// What can be done with a chart: read its source, see its data, take it as CSV, SVG or PNG.

import { download, h, s } from './dom.js';

const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell);
const csv = ({ columns, rows }) =>
  [columns, ...rows]
    .map((row) => row.map((cell) => (Number.isNaN(cell) ? '' : quoted(cell ?? ''))).join(','))
    .join('\n');

/** Words as the name of a file. */
export const fileName = (...words) =>
  words
    .flat()
    .filter(Boolean)
    .join('-')
    .replace(/[^\p{L}\p{N}._=-]+/gu, '-')
    .slice(0, 140);

/** What tells a run from others: its scenario, its seed, and what was changed in it. */
export function ofRun(run) {
  if (!run) return [];
  const query = new URLSearchParams(run.query);
  return [
    run.scenario
      .split(/[\\/]/)
      .at(-1)
      .replace(/\.toml$/, ''),
    `seed${run.seed}`,
    ...query.getAll('set'),
    ...query.getAll('strategy'),
  ];
}

/** What no XML may hold: controls, halves of a pair, two that are no characters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF\p{Cs}]/gu;

const [EDGE, HEAD, LINE, LETTER] = [10, 34, 18, 6.6];
const STYLED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'paint-order',
];

/** A copy that needs no style sheet. */
function styled(node) {
  const copy = node.cloneNode(true);
  const theirs = [node, ...node.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((one, i) => {
    const style = getComputedStyle(theirs[i]);
    for (const key of STYLED) one.style.setProperty(key, style.getPropertyValue(key));
  });
  return copy;
}

/** Words in lines no longer than a width. */
function lines(words, width) {
  const most = width / LETTER;
  const found = [];
  for (const word of words.replaceAll('&', ', ').split(' ')) {
    const longer = `${found.at(-1)} ${word}`;
    if (found.length && longer.length < most) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/** The entries of a legend, side by side: { nodes, height }. */
function keys(legend, width, top, text) {
  let [x, y] = [EDGE, top];
  const nodes = [];
  for (const entry of legend?.querySelectorAll('li, p, .scale') ?? []) {
    const long = [...entry.childNodes].reduce(
      (sum, part) =>
        sum + (part.tagName === 'svg' ? part.getAttribute('width') * 1 : part.textContent.length * LETTER) + 6,
      14,
    );
    if (x > EDGE && x + long > width) [x, y] = [EDGE, y + LINE];
    for (const part of entry.childNodes) {
      if (part.tagName === 'svg') {
        const swatch = styled(part);
        swatch.setAttribute('x', x);
        swatch.setAttribute('y', y - 11);
        nodes.push(swatch);
        x += Number(part.getAttribute('width')) + 6;
      } else {
        nodes.push(text(x, y, part.textContent));
        x += part.textContent.length * LETTER + 6;
      }
    }
    x += 14;
  }
  return { nodes, height: nodes.length ? y - top + LINE : 0 };
}

/** The drawing under its title, over its legend and source: { content, width, height } of an SVG that stands alone. */
function standalone(svg, title, source, legend) {
  const shell = getComputedStyle(document.querySelector('.shell'));
  const { width, height } = svg.viewBox.baseVal;
  const text = (x, y, words, size = 12, weight = 400) =>
    s('text', { x, y, style: `fill:${shell.color};font:${weight} ${size}px sans-serif` }, words);
  const drawing = styled(svg);
  for (const [key, value] of Object.entries({ x: 0, y: HEAD, width, height })) drawing.setAttribute(key, value);
  const key = keys(legend?.(), width, HEAD + height + LINE, text);
  const foot = lines(source, width - 2 * EDGE);
  const below = HEAD + height + key.height + LINE;
  const whole = below + foot.length * LINE + 4;
  const copy = s(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${whole}`, width, height: whole },
    s('title', {}, title),
    s('desc', {}, source),
    s('rect', { width, height: whole, style: `fill:${shell.backgroundColor}` }),
    text(EDGE, 22, title, 16, 600),
    drawing,
    key.nodes,
    foot.map((line, i) => text(EDGE, below + i * LINE, line)),
  );
  return { content: new XMLSerializer().serializeToString(copy).replace(FORBIDDEN, '\uFFFD'), width, height: whole };
}

function png(name, { content, width, height }) {
  const image = new Image();
  image.onload = () => {
    const canvas = h('canvas', { width: width * 2, height: height * 2 });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, blob, 'image/png'));
  };
  image.src = `data:image/svg+xml,${encodeURIComponent(content)}`;
}

/** Rows that the dialog shows; files have all. */
const ROWS = 500;

function tableDialog(title, source, { columns, rows }) {
  const cell = (value) =>
    typeof value === 'number'
      ? Number.isNaN(value)
        ? '–'
        : Number.isInteger(value)
          ? String(value)
          : Number(value.toPrecision(5)).toString()
      : (value ?? '–');
  const dialog = h(
    'dialog',
    { class: 'data', 'aria-label': title },
    h('h2', {}, title),
    h('p', { class: 'note' }, source),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Data' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          {},
          rows.slice(0, ROWS).map((row) =>
            h(
              'tr',
              {},
              row.map((value) => h('td', {}, cell(value))),
            ),
          ),
        ),
      ),
    ),
    rows.length > ROWS ? h('p', { class: 'note' }, `The first ${ROWS} of ${rows.length} rows; the CSV has all.`) : null,
    h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.querySelector('.shell').append(dialog);
  dialog.showModal();
}

/**
 * A menu: `name()` is that of its files, `svg` is the drawing, or null for a table; table() gives { columns, rows },
 * source() the words under it, legend() an element.
 */
export function chartActions(name, title, svg, table, source, legend) {
  const act = (label, does) =>
    h(
      'button',
      {
        type: 'button',
        onclick: (event) => {
          event.target.closest('details').open = false;
          does();
        },
      },
      label,
    );
  const drawing = () => standalone(svg, title, source(), legend);
  const menu = h(
    'details',
    { class: 'actions' },
    h('summary', { 'aria-label': `${title}: data and source` }, 'Data'),
    h(
      'div',
      { class: 'menu' },
      act('Table and source', () => tableDialog(title, source(), table())),
      act('CSV', () => download(`${name()}.csv`, csv(table()), 'text/csv')),
      svg && act('SVG', () => download(`${name()}.svg`, drawing().content, 'image/svg+xml')),
      svg && act('PNG', () => png(name(), drawing())),
    ),
  );
  menu.addEventListener('focusout', (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}
