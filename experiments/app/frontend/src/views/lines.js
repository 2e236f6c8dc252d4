// The main lines of a future: bands over seeds, another future as a ghost, the quarter shown as a cursor.

import { worldMetrics } from '../atlas.js';
import { chart } from '../chart.js';
import { chartGrid, mainOrAll } from '../chartgrid.js';
import { h } from '../dom.js';
import { futures, listen, seedSeries, titles, worldSeries } from '../store.js';

/** Width that a chart of one metric needs. */
export const LEAST = 270;

/** The layers of a chart of one metric: main, ghost, band. */
function layers(metric, future) {
  if (future !== 'main') return { main: worldSeries(futures[future], metric), ghost: null, seeds: null };
  const { main, ghost, bands } = futures;
  return {
    main: worldSeries(main, metric),
    ghost: ghost ? worldSeries(ghost, metric) : null,
    seeds: bands && bands.query === main.query ? seedSeries(bands, main.world_metrics, metric) : null,
  };
}

function keyline(future) {
  const { bands, ghost } = futures;
  const run = futures[future];
  const parts = ['Solid: this future.'];
  if (future === 'main' && bands) {
    const seeds = bands.arrays.worlds.shape[0];
    parts.push(`Band: 80 % of ${seeds} seeds${seeds >= bands.seeds ? '' : ' so far'}.`);
  }
  if (future === 'main' && ghost) parts.push(`Dashed: ${titles.ghost}.`);
  return [...parts, `Source: model run, scenario ${run.scenario}, seed ${run.seed}.`].join(' ');
}

export function lines({ el, props, signal }) {
  const { future = 'main' } = props();
  const keys = h('p', { class: 'note keyline' });
  const head = h('div', { class: 'bar' }, h('h2', {}, 'How the world goes'), keys);
  const choice = mainOrAll(worldMetrics, 'lines', () => grid.build());
  const make = (width) => (futures[future] ? choice.names().map((metric) => chart(metric, width)) : []);
  const grid = chartGrid(signal, LEAST, make, update);

  function update() {
    choice.button.hidden = !futures[future];
    if (!futures[future]) return;
    for (const one of grid.charts) one.update(futures[future], layers(one.metric, future));
    keys.textContent = keyline(future);
  }

  choice.button.hidden = !futures[future];
  listen(signal, (what) => {
    if (what === future && !grid.charts.length) grid.build();
    else if ([future, 'ghost', 'bands'].includes(what)) update();
  });
  el.append(h('section', { 'aria-label': 'Main lines' }, head, grid.node, choice.button));
}
