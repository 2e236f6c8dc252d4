// Verdicts on the claims: in which share of the parameter space each holds, by how much, and what decides.

import { h, onWidth, replace, s } from '../dom.js';
import { unpack } from '../packed.js';
import { rowsChart } from '../rows.js';
import { amount, number } from '../words.js';
import { chartActions, fileName } from '../actions.js';

const SIGNS = {
  holds: 'M-5,0L-1,5L6,-5',
  fails: 'M-5,-5L5,5M5,-5L-5,5',
  mixed: 'M-6,2Q-3,-5 0,0T6,-2',
  undecided: 'M-3,-2.5Q-3,-6 0,-6T3,-3Q3,-1 0,0.5V2.5M0,5.5V6.5',
};
const sign = (verdict) =>
  s(
    'svg',
    { width: 18, height: 16, viewBox: '-9 -8 18 16', 'aria-hidden': 'true', class: `sign ${verdict}` },
    s('path', { d: SIGNS[verdict] ?? 'M-5,0H5' }),
  );
const minus = (value) => number(value).replace('-', '−');
const interval = ({ effect, low, high }) =>
  effect === null ? '–' : `${minus(effect)} (${minus(low)} to ${minus(high)})`;
const COLUMNS = [
  'id',
  'claim',
  'verdict',
  'share',
  'points',
  'metric',
  'contrast',
  'effect',
  'low',
  'high',
  'decided_by',
  'note',
];

function part(one) {
  return h(
    'li',
    {},
    sign(one.verdict),
    h(
      'span',
      {},
      h('b', {}, one.verdict),
      ` in ${amount(one.share, 'share')} of ${one.points} points: ${one.states}. `,
      h('small', {}, `${one.metric}; ${one.contrast}; effect ${interval(one)}. Size asked: ${one.why}.`),
    ),
  );
}

function row(claim) {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, claim.id),
    h(
      'td',
      { class: 'words' },
      claim.claim,
      h(
        'details',
        {},
        h('summary', {}, `${claim.parts.length} ${claim.parts.length === 1 ? 'part' : 'parts'}`),
        h('ul', {}, claim.parts.map(part)),
        claim.note && h('p', { class: 'note' }, claim.note),
      ),
    ),
    h('td', {}, sign(claim.verdict), ' ', claim.verdict),
    h('td', {}, amount(claim.share, 'share')),
    h('td', {}, interval(claim), h('small', {}, claim.metric)),
    h('td', {}, claim.decided_by ?? '–'),
  );
}

export function claims({ el, props, payload, signal }) {
  const { claims: all } = unpack(payload());
  const source = `Source: claims.json of ${props().name}, as sovereigns claims wrote it.`;
  const figure = h('div', {});
  const cells = (claim) => COLUMNS.map((name) => claim[name]);
  const about = {
    name: () => fileName('claims', props().name),
    title: 'Where each claim holds',
    unit: 'share of points of the parameter space',
    meaning: 'Share of points at which the weakest part of the claim holds.',
    source,
    columns: COLUMNS,
    zero: true,
  };
  const head = ['Id', 'Claim', 'Verdict', 'Holds in', 'Effect, 95 % interval', 'Decided by'];
  onWidth(figure, signal, (width) =>
    replace(
      figure,
      rowsChart(
        about,
        all.map((claim) => ({ label: `${claim.id} ${claim.verdict}`, value: claim.share, cells: cells(claim) })),
        width,
      ),
    ),
  );
  el.append(
    h(
      'div',
      { class: 'bar' },
      h('h2', {}, 'Verdicts on the claims'),
      chartActions(
        () => fileName('verdicts', props().name),
        'Verdicts on the claims',
        null,
        () => ({ columns: COLUMNS, rows: all.map(cells) }),
        () => source,
      ),
    ),
    h(
      'p',
      { class: 'note' },
      'A claim holds where the effect has the right sign and the size that was asked for before; the weakest ' +
        'part speaks for the claim.',
    ),
    h(
      'div',
      { class: 'scroll wide', tabindex: 0, role: 'group', 'aria-label': 'Verdicts' },
      h(
        'table',
        { class: 'verdicts' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            head.map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h('tbody', {}, all.map(row)),
      ),
    ),
    figure,
  );
}
