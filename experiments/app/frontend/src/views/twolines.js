// The lines of both futures over all seeds: medians and bands of 80 %, on one scale.

import { fileName, ofRun } from '../actions.js';
import { atlas, worldMetrics } from '../atlas.js';
import { band } from '../chart.js';
import { chartGrid, mainOrAll } from '../chartgrid.js';
import { curves, sample } from '../curves.js';
import { h, replace } from '../dom.js';
import { futures, listen, seedSeries } from '../store.js';
import { LEAST } from './lines.js';

function lineOf(mark, metric) {
  const seeds = seedSeries({ arrays: { worlds: futures.pair.arrays[mark.toLowerCase()] } }, worldMetrics(), metric);
  const edges = band(seeds);
  return { mark, label: mark, values: edges.map((edge) => edge[1]), edges: edges.map((edge) => [edge[0], edge[2]]) };
}

export function twolines({ el, signal }) {
  const keys = h('p', { class: 'note keyline' });
  const waits = h('p', { class: 'note', role: 'status' }, 'The first pair of runs is being played …');
  const source = () => {
    const [a, b] = futures.pair.queries;
    return `Source: model runs, ${futures.pair.done} paired seeds; A: ${a}; B: ${b}.`;
  };
  const one = (metric, width) => {
    const about = {
      name: () => fileName('compare', metric, ofRun(futures.a), 'and', ofRun(futures.b)),
      ...atlas.world_metrics[metric],
      source,
    };
    return { metric, ...curves(about, width) };
  };
  const choice = mainOrAll(worldMetrics, 'lines', () => grid.build());
  const known = () => Boolean(futures.pair?.arrays.a && futures.a);
  const make = (width) => (known() ? choice.names().map((metric) => one(metric, width)) : []);
  const grid = chartGrid(signal, LEAST, make, update);

  function update() {
    const { pair, a } = futures;
    waits.hidden = known();
    keys.hidden = choice.button.hidden = !known();
    if (!known()) return;
    const about = `B. Lines: medians; bands: 80 % of ${pair.done} paired seeds. Source: model runs.`;
    replace(keys, sample(0), ' A ', sample(1), ` ${about}`);
    for (const each of grid.charts) each.update(a.quarters, [lineOf('A', each.metric), lineOf('B', each.metric)]);
  }

  update();
  listen(signal, (what) => {
    if (!['pair', 'a'].includes(what)) return;
    if (grid.charts.length) update();
    else grid.build();
  });
  const head = h('div', { class: 'bar' }, h('h2', {}, 'How both go'), keys);
  el.append(h('section', { 'aria-label': 'Lines of both' }, head, waits, grid.node, choice.button));
}
