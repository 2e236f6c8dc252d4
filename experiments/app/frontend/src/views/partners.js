// A nation's relations: with whom it is allied, whom it fears and restricts, who restricts it, whose AI is used.

import { atlas } from '../atlas.js';
import { dossier, fileOf, follow, layersOf, pairOf, shownAt, source } from '../dossier.js';
import { h } from '../dom.js';
import { nationValues, runAt, shownQuarter } from '../store.js';
import { nationButton, table } from '../table.js';
import { percent } from '../words.js';

const ORDERS = {
  weight: [
    'closest or most tense',
    (one) => (one.threat + one.received + one.imposed + one.uses + one.used + one.alliance) * Math.sqrt(one.gdp),
  ],
  received: ['controls it holds against us', (one) => one.received],
  imposed: ['controls we hold against it', (one) => one.imposed],
  threat: ['fear of it', (one) => one.threat],
  uses: ['our people on its AI', (one) => one.uses],
  used: ['its people on our AI', (one) => one.used],
  alliance: ['alliance', (one) => one.alliance],
  trust: ['least trust', (one) => -one.trust],
};
const COLUMNS = [
  ['Nation', ''],
  ['Alliance', '0 to 1'],
  ['Trust in it', 'share'],
  ['Fear of it', '0 to 1'],
  ['Its fear', '0 to 1'],
  ['Cooperation given', 'share'],
  ['received', 'share'],
  ['Control held', 'strictest layer'],
  ['suffered', 'strictest layer'],
  ['On its AI', 'our people'],
  ['On ours', 'its people'],
];
const NAMES = ['alliance', 'trust', 'threat', 'feared', 'given', 'got', 'imposed', 'received', 'uses', 'used'];

const two = (value) => value.toFixed(2);

function fence(level, layers) {
  if (level < 0.05) return { words: '–' };
  return {
    words: two(level),
    part: level,
    note: layers.length > 2 ? `${layers.length} layers` : layers.join(', '),
    title: layers.join(', '),
  };
}

export function partners({ el, signal }) {
  let order = 'weight';
  const choose = h(
    'select',
    {
      'aria-label': 'Order of the list',
      onchange: () => {
        order = choose.value;
        draw();
      },
    },
    Object.entries(ORDERS).map(([key, [words]]) => h('option', { value: key }, words)),
  );
  const listed = table(
    fileOf('relations'),
    'Relations, 0 to 1',
    COLUMNS,
    () => source(dossier(), 'Point at a control for its layers. Levels, shares and weights from 0 to 1.'),
    { most: 12 },
  );

  function draw() {
    const found = dossier();
    if (!found) return;
    const t = shownAt(found);
    const run = runAt();
    const gdp = run && nationValues(run, 'gdp', shownQuarter(run));
    const columns = Object.fromEntries(
      [...NAMES, 'imposed_layers', 'received_layers'].map((name) => [name, pairOf(found, name, t)]),
    );
    const rows = atlas.nations
      .filter((one) => one.iso3 !== found.iso3)
      .map((one) => ({
        nation: one,
        gdp: gdp?.[one.row] ?? 1,
        ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[one.row]])),
      }))
      .sort((a, b) => ORDERS[order][1](b) - ORDERS[order][1](a));
    listed.update(
      rows.map((one) => ({
        cells: [
          nationButton(one.nation.iso3),
          ...[one.alliance, one.trust, one.threat, one.feared, one.given, one.got].map((value) => ({
            words: two(value),
            part: value,
          })),
          fence(one.imposed, layersOf(found.layers, one.imposed_layers)),
          fence(one.received, layersOf(found.layers, one.received_layers)),
          ...[one.uses, one.used].map((value) => ({ words: percent(value), part: value })),
        ],
        values: [one.nation.iso3, ...NAMES.map((name) => one[name])],
      })),
    );
  }

  follow(signal, ['nation', 'dossier', 't'], draw);
  el.append(
    h(
      'section',
      { 'aria-label': 'Relations' },
      h(
        'div',
        { class: 'bar' },
        h('h2', {}, 'Its relations'),
        h('label', { class: 'field' }, h('span', {}, 'First'), choose),
      ),
      listed.node,
    ),
  );
}
