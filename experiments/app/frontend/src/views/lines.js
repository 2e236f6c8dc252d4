// The main lines of a future: bands over seeds, another future as a ghost, the quarter shown as a cursor.

import { atlas } from '../atlas.js';
import { chart } from '../chart.js';
import { h, onWidth, replace } from '../dom.js';
import { futures, listen, seedSeries, titles, worldSeries } from '../store.js';

export const MAIN = ['sovereign_ais', 'effective_ais', 'own_model_share', 'us_cn_lag_years', 'world_capability', 'cn_compute_h100e', 'control_level_mean', 'joint_work_share', 'incidents', 'expected_loss', 'vendor_revenue', 'welfare'];
const GAP = 16;

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

export function lines({ el, props, signal }) {
  const { future = 'main' } = props();
  let all = false;
  let width = 0;
  let charts = [];
  const grid = h('div', { class: 'lines' });
  const more = h('button', { type: 'button', class: 'quiet', onclick: () => { all = !all; build(); } });
  const head = h('div', { class: 'bar' }, h('h2', {}, 'How the world goes'), h('p', { class: 'note keyline' }));

  function build() {
    more.hidden = !futures[future];
    if (!futures[future] || !width) return;
    more.textContent = all ? 'Fewer lines' : `All ${Object.keys(atlas.world_metrics).length} metrics`;
    const columns = Math.max(1, Math.floor((width + GAP) / (270 + GAP)));
    grid.style.setProperty('--columns', columns);
    const each = (width - (columns - 1) * GAP) / columns;
    const names = all ? [...MAIN, ...Object.keys(atlas.world_metrics).filter((name) => !MAIN.includes(name))] : MAIN;
    charts = names.map((metric) => chart(metric, each));
    replace(grid, charts.map((one) => one.node));
    update();
  }

  function update() {
    if (!futures[future]) return;
    for (const one of charts) one.update(futures[future], layers(one.metric, future));
    const parts = ['Solid: this future.'];
    if (future === 'main' && futures.bands) parts.push(`Band: 80 % of ${futures.bands.arrays.worlds.shape[0]} seeds${futures.bands.arrays.worlds.shape[0] >= futures.bands.seeds ? '' : ' so far'}.`);
    if (future === 'main' && futures.ghost) parts.push(`Dashed: ${titles.ghost}.`);
    parts.push(`Source: model run, scenario ${futures[future].scenario}, seed ${futures[future].seed}.`);
    head.querySelector('.keyline').textContent = parts.join(' ');
  }

  build();
  onWidth(grid, signal, (now) => {
    width = now;
    build();
  });
  listen(signal, (what) => {
    if (what === 't') for (const one of charts) one.cursor();
    if (what === future && !charts.length) build();
    if ([future, 'ghost', 'bands'].includes(what)) update();
  });
  el.append(h('section', { 'aria-label': 'Main lines' }, head, grid, more));
}
