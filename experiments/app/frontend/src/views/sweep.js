// A sweep: what was asked, the outcomes of its runs, lines by scenario, and what its analysis says.

import { atlas } from '../atlas.js';
import { chartGrid, mainOrAll } from '../chartgrid.js';
import { h, onWidth, replace } from '../dom.js';
import { unpack } from '../packed.js';
import { correlations, effectPaths, effects, importance, key, outcomes, paths } from '../sweepcharts.js';
import { number, percent } from '../words.js';
import { listen } from '../store.js';
import { provenance } from './folders.js';
import { LEAST } from './lines.js';

const titleOf = (metric) => atlas.world_metrics[metric]?.title ?? metric;

function counts({ runs, ended, failed, design }) {
  const open = runs - ended - failed;
  return h(
    'p',
    { class: 'note' },
    [
      `${ended} of ${runs} runs came to their end`,
      failed && `${failed} failed`,
      open > 0 && `${open} are still to be made: the same command goes on`,
      `design: ${design}`,
    ]
      .filter(Boolean)
      .join('; '),
    '.',
  );
}

/** What analysis found beside charts: the region with many sovereign AIs, and typical runs in words. */
function found({ discovery, stories }) {
  const box = discovery?.box;
  const words = (range) =>
    range.every((one) => typeof one === 'number')
      ? `from ${number(range[0])} to ${number(range[1])}`
      : `is ${range.join(' or ')}`;
  const limits = Object.entries(box?.limits ?? {}).map(([name, range]) => `${name} ${words(range)}`);
  const where =
    `${percent(box?.coverage ?? 0)} of them lie where ${limits.join(' and ')}, and ${percent(box?.density ?? 0)} ` +
    'of the runs there are such runs.';
  return [
    discovery &&
      h(
        'section',
        { 'aria-label': 'Region' },
        h('h3', {}, `Where ${discovery.outcome}`),
        h(
          'p',
          {},
          `In ${percent(discovery.share)} of the runs. ${box ? where : 'No region of the factors sets them apart.'}`,
        ),
      ),
    (stories ?? []).map(({ label, run, scenario, seed, sentences }) =>
      h(
        'details',
        { class: 'group' },
        h('summary', {}, `A typical run: ${label} `, h('small', {}, `run ${run}, ${scenario}, seed ${seed}`)),
        h(
          'ul',
          { class: 'sentences-of-run' },
          sentences.map((one) => h('li', {}, one)),
        ),
      ),
    ),
  ];
}

export function sweep({ el, props, payload, signal }) {
  const all = unpack(payload());
  const from = {
    name: props().name,
    source: `Source: sweep ${props().name}, ${all.ended} runs, version ${all.about.version}.`,
  };
  const chosen = { metric: all.metrics[0], factor: -1 };
  const area = h('div', {});
  const choice = mainOrAll(
    () => all.metrics,
    'lines',
    () => grid.build(),
  );
  const make = (each) =>
    choice
      .names()
      .map((name) => paths(all, name, from, each))
      .filter(Boolean);
  const grid = chartGrid(signal, LEAST, make);
  let slow = null;
  let width = 0;
  const select = (label, options, hear) =>
    h(
      'label',
      { class: 'field' },
      h('span', {}, label),
      h(
        'select',
        {
          onchange: (event) => {
            hear(event.target.value);
            draw();
          },
        },
        options.map(([value, text]) => h('option', { value }, text)),
      ),
    );
  const metric = select(
    'Metric',
    all.metrics.map((name) => [name, titleOf(name)]),
    (value) => {
      chosen.metric = value;
    },
  );
  const group = select('Beside', [[-1, 'scenario'], ...all.factors.map(({ name }, i) => [i, name])], (value) => {
    chosen.factor = Number(value);
  });

  function draw() {
    if (!width) return;
    const { analysis } = all;
    slow = analysis && effectPaths(analysis, chosen.metric, from, width);
    const [changed, ...parts] = analysis
      ? [effects, importance, correlations].map((make) => make(analysis, chosen.metric, from, width))
      : [];
    replace(area, outcomes(all, chosen.metric, chosen.factor, from, width), changed, slow?.node, parts);
  }

  onWidth(area, signal, (now) => {
    width = now;
    draw();
  });
  listen(signal, (what) => what === 't' && slow?.cursor());
  replace(
    el,
    h('div', { class: 'story' }, provenance(all.about), counts(all)),
    h('h2', {}, 'Outcomes and what moves them'),
    h('div', { class: 'bar' }, metric, group),
    all.analysis
      ? null
      : h('p', { class: 'note' }, `No analysis lies beside these runs: sovereigns analyse ${props().name} makes it.`),
    area,
    all.analysis && h('div', {}, found(all.analysis)),
    all.quarters.length
      ? h(
          'section',
          { 'aria-label': 'Lines by scenario' },
          h('h2', {}, 'How it goes, by scenario'),
          key(all.scenarios),
          grid.node,
          choice.button,
        )
      : h(
          'p',
          { class: 'note' },
          'This sweep kept the end of each run only; a plan with keep = "quarters" keeps its lines.',
        ),
  );
}
