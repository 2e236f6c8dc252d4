// Dated events and incidents of the run: marks along the quarters, and the words of the quarter shown.

import { chartActions, fileName, ofRun } from '../actions.js';
import { h, onWidth, replace, s } from '../dom.js';
import { listen, runAt, setLook, shownQuarter } from '../store.js';

/** Kind -> [shape, class, words]. */
const KINDS = {
  impose: ['M0,-5L5,4H-5Z', 'rule', 'rule imposed or tightened'],
  loosen: ['M0,5L5,-4H-5Z', 'relief', 'rule loosened or rescinded'],
  announce: ['M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z', 'news', 'announced'],
  release: ['M-4,-4H4V4H-4Z', 'release', 'models released'],
  incident: ['M-4,-4L4,4M4,-4L-4,4', 'incident', 'incidents'],
  conflict: ['M0,-6L6,0L0,6L-6,0Z', 'conflict', 'conflict or shock'],
};
const ROWS = ['announce', 'impose', 'loosen', 'release', 'incident', 'conflict'];
const ROW = 16;

function kindOf(kind) {
  if (/impose|tighten/.test(kind)) return 'impose';
  if (/loosen|rescind/.test(kind)) return 'loosen';
  if (/announce|government/.test(kind)) return 'announce';
  if (/release/.test(kind)) return 'release';
  if (/incident/.test(kind)) return 'incident';
  return 'conflict';
}

const mark = (kind, x, y) =>
  s('path', { d: KINDS[kind][0], class: `mark ${KINDS[kind][1]}`, transform: `translate(${x},${y})` });

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

  function drawStrip() {
    const run = runAt(future);
    actions.hidden = !run;
    if (!run || !width) return;
    const last = run.quarters.length - 1;
    const left = width < 600 ? 30 : 190;
    const x = (t) => left + (t / last) * (width - left - 16);
    const used = ROWS.filter((kind) => run.events.some((event) => kindOf(event[1]) === kind));
    const height = used.length * ROW + 26;
    const icon = (kind) =>
      s('svg', { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' }, mark(kind, 0, 0));
    replace(key, width < 600 ? used.map((kind) => h('li', {}, icon(kind), KINDS[kind][2])) : null);
    svg.replaceChildren();
    for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
      svg.setAttribute(key, value);
    used.forEach((kind, i) => {
      const y = 12 + i * ROW;
      const counts = new Map();
      for (const event of run.events)
        if (kindOf(event[1]) === kind) counts.set(event[0], (counts.get(event[0]) ?? 0) + 1);
      svg.append(
        mark(kind, 10, y),
        width < 600 ? '' : s('text', { x: 24, y: y + 4 }, KINDS[kind][2]),
        s('line', { x1: left, x2: x(last), y1: y, y2: y, class: 'rail' }),
      );
      for (const [t, n] of counts)
        svg.append(s('g', {}, s('title', {}, `${run.quarters[t]}: ${n}`), mark(kind, x(t), y)));
    });
    run.quarters.forEach((quarter, t) => {
      if (quarter.endsWith('Q1') && (width > 600 || t % 8 === 0))
        svg.append(s('text', { x: x(t), y: height - 6, 'text-anchor': 'middle', class: 'tick' }, quarter.slice(0, 4)));
    });
    svg.append(s('line', { x1: x(shownQuarter(run)), x2: x(shownQuarter(run)), y1: 2, y2: height - 20, class: 'now' }));
    svg.onclick = (event) => {
      const t = Math.round(((event.offsetX - left) / (width - left - 16)) * last);
      setLook({ playing: false, t: Math.max(0, Math.min(last, t)) });
    };
  }

  function drawWords() {
    const run = runAt(future);
    if (!run) return;
    const t = Math.min(shownQuarter(run), run.quarters.length - 2);
    const now = run.events.filter((event) => event[0] === t);
    replace(
      told,
      h('h3', {}, `What happened in ${run.quarters[t]}`),
      now.length
        ? h(
            'ul',
            {},
            now.map(([, kind, text, who, on]) =>
              h(
                'li',
                {},
                s(
                  'svg',
                  { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' },
                  mark(kindOf(kind), 0, 0),
                ),
                h('span', {}, h('b', {}, kind), ` ${text} `, h('small', {}, [who, on].filter(Boolean).join(' → '))),
              ),
            ),
          )
        : h('p', { class: 'note' }, 'Nothing dated, no incident.'),
    );
  }

  const draw = () => {
    drawStrip();
    drawWords();
  };
  onWidth(strip, signal, (now) => {
    width = now;
    drawStrip();
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
