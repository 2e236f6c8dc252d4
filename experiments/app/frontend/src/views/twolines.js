// The lines of both futures over all seeds: medians and bands of 80 %, on one scale.

import { fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { band } from '../chart.js';
import { curves, sample } from '../curves.js';
import { h, onWidth, replace } from '../dom.js';
import { futures, listen, seedSeries } from '../store.js';
import { MAIN } from './lines.js';

const GAP = 16;

function lineOf(mark, metric) {
  const names = Object.keys(atlas.world_metrics);
  const seeds = seedSeries({ arrays: { worlds: futures.pair.arrays[mark.toLowerCase()] } }, names, metric);
  const edges = band(seeds);
  return { mark, label: mark, values: edges.map((edge) => edge[1]), edges: edges.map((edge) => [edge[0], edge[2]]) };
}

export function twolines({ el, signal }) {
  let all = false;
  let width = 0;
  let charts = [];
  const grid = h('div', { class: 'lines' });
  const keys = h('p', { class: 'note keyline' });
  const waits = h('p', { class: 'note', role: 'status' }, 'The first pair of runs is being played …');
  const more = h('button', { type: 'button', class: 'quiet', onclick: () => { all = !all; build(); } });
  const source = () => `Source: model runs, ${futures.pair.done} paired seeds; A: ${futures.pair.queries[0]}; B: ${futures.pair.queries[1]}.`;

  function build() {
    if (!width) return;
    more.textContent = all ? 'Fewer lines' : `All ${Object.keys(atlas.world_metrics).length} metrics`;
    const columns = Math.max(1, Math.floor((width + GAP) / (270 + GAP)));
    grid.style.setProperty('--columns', columns);
    const each = (width - (columns - 1) * GAP) / columns;
    const names = all ? [...MAIN, ...Object.keys(atlas.world_metrics).filter((name) => !MAIN.includes(name))] : MAIN;
    charts = names.map((metric) => ({ metric, ...curves({ name: () => fileName('compare', metric, ofRun(futures.a), 'and', ofRun(futures.b)), ...atlas.world_metrics[metric], source }, each) }));
    replace(grid, charts.map((one) => one.node));
    update();
  }

  function update() {
    const { pair, a } = futures;
    const known = Boolean(pair?.arrays.a && a);
    waits.hidden = known;
    keys.hidden = grid.hidden = more.hidden = !known;
    if (!known) return;
    replace(keys, sample(0), ' A ', sample(1), ` B. Lines: medians; bands: 80 % of ${pair.done} paired seeds. Source: model runs.`);
    for (const one of charts) one.update(a.quarters, [lineOf('A', one.metric), lineOf('B', one.metric)]);
  }

  onWidth(el, signal, (now) => {
    width = now;
    build();
  });
  listen(signal, (what) => {
    if (what === 't') for (const one of charts) one.cursor();
    if (what === 'pair' || what === 'a') update();
  });
  el.append(h('section', { 'aria-label': 'Lines of both' }, h('div', { class: 'bar' }, h('h2', {}, 'How both go'), keys), waits, grid, more));
}
