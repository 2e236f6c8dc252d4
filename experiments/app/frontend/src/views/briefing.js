// The briefing: what the nation believed of others when it decided, beside what was true, and what it reckoned for
// itself.

import { scaleLinear, scaleSymlog } from 'd3-scale';
import { chartActions } from '../actions.js';
import { atlas } from '../atlas.js';
import { dossier, fileOf, follow, pairOf, part, shownAt, source } from '../dossier.js';
import { h, onWidth, replace, s } from '../dom.js';
import { table } from '../table.js';
import { amount, number, unitWords } from '../words.js';

const SHOWN = 12;
const ROW = 24;
const titled = ({ title, unit }) => [title, unit];

/** [title, unit] of what is believed of others, as the metrics of nations say it. */
const aboutOthers = () => [
  titled(atlas.nation_metrics.capability),
  ['Gain in capability over a year', 'OOM'],
  titled(atlas.nation_metrics.compute_h100e),
];

/** The nations that it looks at most: those that it fears, and the most capable. */
function watched(found, t, own) {
  const fear = pairOf(found, 'threat', t);
  const truth = part(found.arrays.true, t, 0);
  const others = [...truth.keys()].filter((row) => row !== own);
  const feared = [...others].sort((a, b) => fear[b] - fear[a]).slice(0, SHOWN / 2);
  const able = [...others].sort((a, b) => truth[b] - truth[a]);
  return [...new Set([...feared, ...able])].slice(0, SHOWN).sort((a, b) => truth[b] - truth[a]);
}

function drawing(svg, rows, believed, truth, width, [title, unit]) {
  const left = Math.min(150, width * 0.34);
  const values = rows.flatMap((row) => [believed[row], truth[row]]);
  const [low, high] = [Math.min(unit === 'H100e' ? 0 : Infinity, ...values), Math.max(...values, 1e-6)];
  const x = (unit === 'H100e' ? scaleSymlog().constant(1e4) : scaleLinear())
    .domain([low, high])
    .range([left, width - 14]);
  const height = rows.length * ROW + 30;
  const ticks = unit === 'H100e' ? [0, 1e5, 1e6, 1e7].filter((value) => value <= high) : x.ticks(5);
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
    svg.setAttribute(key, value);
  svg.setAttribute('aria-label', `${title}: believed beside true, for ${rows.length} nations`);
  replace(
    svg,
    ticks.map((value) =>
      s(
        'g',
        {},
        s('line', { x1: x(value), x2: x(value), y1: 0, y2: height - 24, class: 'rule' }),
        s('text', { x: x(value), y: height - 8, 'text-anchor': 'middle' }, number(value)),
      ),
    ),
    rows.map((row, i) => {
      const y = i * ROW + ROW / 2;
      return s(
        'g',
        {},
        s(
          'title',
          {},
          `${atlas.nations[row].name}: believed ${amount(believed[row], unit)}, true ` +
            `${amount(truth[row], unit)} ${unitWords(unit)}`,
        ),
        s('text', { x: left - 10, y: y + 4, 'text-anchor': 'end' }, atlas.nations[row].name.slice(0, 20)),
        s('line', { x1: x(believed[row]), x2: x(truth[row]), y1: y, y2: y, class: 'gap' }),
        s('circle', { cx: x(truth[row]), cy: y, r: 6, class: 'true' }),
        s('path', { d: `M${x(believed[row]) - 5},${y}l5,-5l5,5l-5,5Z`, class: 'believed' }),
      );
    }),
  );
}

/** What the nation believed of others and what was true, of one subject at the quarter shown. */
function beliefs(about) {
  const found = dossier();
  const t = Math.min(shownAt(found), found.turns.length - 1);
  return { found, t, believed: part(found.arrays.believed, t, about), truth: part(found.arrays.true, t, about) };
}

/** How far beliefs erred, in words. */
function errors({ found, t, believed, truth }, [title, unit]) {
  const own = atlas.byIso.get(found.iso3).row;
  const gaps = [...believed.keys()].filter((row) => row !== own).map((row) => Math.abs(believed[row] - truth[row]));
  return (
    `When it decided in ${found.quarters[t]}, its beliefs about the ${title.toLowerCase()} of ` +
    `others erred by ${number(gaps.reduce((a, b) => a + b, 0) / gaps.length)} ${unit.split(' above')[0]} on ` +
    `average, ${number(Math.max(...gaps))} at most.`
  );
}

/** What it reckoned for itself, as rows of a table. */
function reckoned({ found, t }) {
  const values = part(found.arrays.beliefs, t);
  return found.beliefs_words.map(([, title, unit], i) => ({
    cells: [
      { words: title, class: 'words' },
      { words: Math.abs(values[i]) < 5e-4 ? '0' : amount(values[i], unit) },
      { words: unit, class: 'words' },
    ],
    values: [title, values[i], unit],
  }));
}

const sample = (shape) => s('svg', { width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' }, shape);

const key = () =>
  h(
    'p',
    { class: 'note marks' },
    sample(s('path', { d: 'M2,7l5,-5l5,5l-5,5Z', class: 'believed' })),
    ' believed  ',
    sample(s('circle', { cx: 7, cy: 7, r: 6, class: 'true' })),
    ' true',
  );

const reckoning = () =>
  table(
    fileOf('briefing'),
    'What it reckons for itself',
    [
      ['Reckoning', '', 'words'],
      ['value', ''],
      ['unit', '', 'words'],
    ],
    () => source(dossier(), 'The nation’s own briefing; of itself it knows the truth.'),
    { most: 12 },
  );

export function briefing({ el, signal }) {
  let about = 0;
  let width = 0;
  const svg = s('svg', { role: 'img' });
  const choose = h(
    'select',
    {
      'aria-label': 'Belief about',
      onchange: () => {
        about = Number(choose.value);
        draw();
      },
    },
    aboutOthers().map(([title], i) => h('option', { value: i }, title)),
  );
  const words = h('p', {});
  const frame = h('div', { class: 'drawn' }, svg);
  const own = reckoning();
  const title = () => `${aboutOthers()[about][0]}: believed and true`;

  function data() {
    const { believed, truth } = beliefs(about);
    return {
      columns: ['iso3', 'believed', 'true'],
      rows: atlas.nations.map((one, row) => [one.iso3, believed[row], truth[row]]),
    };
  }

  const menu = chartActions(fileOf('beliefs'), 'Beliefs beside the truth', svg, data, () =>
    source(dossier(), `${title()}. Unit: ${aboutOthers()[about][1]}.`),
  );

  function draw() {
    if (!dossier() || !width) return;
    const shown = beliefs(about);
    const { found, t, believed, truth } = shown;
    replace(words, errors(shown, aboutOthers()[about]));
    drawing(svg, watched(found, t, atlas.byIso.get(found.iso3).row), believed, truth, width, aboutOthers()[about]);
    own.update(reckoned(shown));
  }

  onWidth(frame, signal, (now) => {
    width = now;
    draw();
  });
  follow(signal, ['nation', 'dossier', 't'], draw);
  const chart = h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, h('label', { class: 'field' }, h('span', {}, 'About'), choose), menu),
    key(),
    frame,
  );
  el.append(
    h(
      'section',
      { 'aria-label': 'Briefing' },
      h('h2', {}, 'Briefing: what it believes beside what is true'),
      words,
      h('div', { class: 'halves' }, chart, own.node),
    ),
  );
}
