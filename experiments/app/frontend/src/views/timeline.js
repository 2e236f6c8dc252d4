// Dated events and incidents of the run: marks along the quarters, and the words of the quarter shown.

import { chartActions, fileName, ofRun } from '../actions.js';
import { h, onWidth, replace, s } from '../dom.js';
import { named } from '../dossier.js';
import { kindWords, RAILS, ROWS, railOf } from '../events.js';
import { listen, runAt, setLook, shownQuarter } from '../store.js';

const ROW = 16;

const mark = (kind, x, y) =>
  s('path', { d: RAILS[kind][0], class: `mark ${RAILS[kind][1]}`, transform: `translate(${x},${y})` });

const icon = (kind) =>
  s('svg', { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' }, mark(kind, 0, 0));

/** One kind's marks along the quarters, with how many in each. */
function rail(kind, events, quarters, x, left, y) {
  const counts = new Map();
  for (const [t, told] of events) if (railOf(told) === kind) counts.set(t, (counts.get(t) ?? 0) + 1);
  return [
    s('line', { x1: left, x2: x(quarters.length - 1), y1: y, y2: y, class: 'rail' }),
    [...counts].map(([t, n]) => s('g', {}, s('title', {}, `${quarters[t]}: ${n}`), mark(kind, x(t), y))),
  ];
}

/** Draws a run's events, one row a kind; a narrow strip names the kinds in the key. */
function drawStrip(svg, key, run, width) {
  const narrow = width < 600;
  const last = run.quarters.length - 1;
  const left = narrow ? 30 : 190;
  const x = (t) => left + (t / last) * (width - left - 16);
  const used = ROWS.filter((kind) => run.events.some((event) => railOf(event[1]) === kind));
  const height = used.length * ROW + 26;
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
    svg.setAttribute(name, value);
  const now = x(shownQuarter(run));
  replace(key, narrow ? used.map((kind) => h('li', {}, icon(kind), RAILS[kind][2])) : null);
  replace(
    svg,
    used.map((kind, i) => {
      const y = 12 + i * ROW;
      const words = narrow ? null : s('text', { x: 24, y: y + 4 }, RAILS[kind][2]);
      return [mark(kind, 10, y), words, rail(kind, run.events, run.quarters, x, left, y)];
    }),
    run.quarters.map(
      (quarter, t) =>
        quarter.endsWith('Q1') &&
        (width > 600 || t % 8 === 0) &&
        s('text', { x: x(t), y: height - 6, 'text-anchor': 'middle', class: 'tick' }, quarter.slice(0, 4)),
    ),
    s('line', { x1: now, x2: now, y1: 2, y2: height - 20, class: 'now' }),
  );
  svg.onclick = (event) => {
    const t = Math.round(((event.offsetX - left) / (width - left - 16)) * last);
    setLook({ playing: false, t: Math.max(0, Math.min(last, t)) });
  };
}

/** The events of the quarter shown, in words. */
function inWords(run) {
  const t = Math.min(shownQuarter(run), run.quarters.length - 2);
  const line = ([, kind, text, who, on]) =>
    h(
      'li',
      {},
      icon(railOf(kind)),
      h(
        'span',
        {},
        h('b', {}, kindWords(kind)),
        ` ${named(text)} `,
        h('small', {}, [who, on].filter(Boolean).map(named).join(' → ')),
      ),
    );
  const now = run.events.filter((event) => event[0] === t);
  return [
    h('h3', {}, `What happened in ${run.quarters[t]}`),
    now.length ? h('ul', {}, now.map(line)) : h('p', { class: 'note' }, 'Nothing dated, no incident.'),
  ];
}

export function timeline({ el, props, signal }) {
  const { future = 'main' } = props();
  const svg = s('svg', { role: 'img', 'aria-label': 'Events by quarter and kind' });
  const strip = h('div', { class: 'strip' }, svg);
  const told = h('div', { class: 'told', 'aria-live': 'polite' });
  const table = () => ({
    columns: ['quarter', 'kind', 'text', 'who', 'on'],
    rows: runAt(future).events.map(([t, ...words]) => [runAt(future).quarters[t], ...words]),
  });
  const actions = chartActions(
    () => fileName('events', ofRun(runAt(future))),
    'Events and incidents',
    svg,
    table,
    () => `Source: model run, scenario ${runAt(future).scenario}, seed ${runAt(future).seed}.`,
  );
  const key = h('ul', { class: 'keys' });
  let width = 0;
  const redraw = () => runAt(future) && width && drawStrip(svg, key, runAt(future), width);
  const draw = () => {
    actions.hidden = !runAt(future);
    redraw();
    if (runAt(future)) replace(told, inWords(runAt(future)));
  };
  onWidth(strip, signal, (now) => {
    width = now;
    redraw();
  });
  draw();
  listen(signal, (what) => ['t', future].includes(what) && draw());
  el.append(
    h(
      'section',
      { class: 'timeline', 'aria-label': 'Events' },
      h('div', { class: 'bar' }, h('h2', {}, 'Events and incidents'), actions),
      strip,
      key,
      told,
    ),
  );
}
