// A nation's resources, quarter by quarter: compute and chips, money, people, energy, own AI, rules.

import { dossier, fileOf, follow, source, stateOf } from '../dossier.js';
import { h, onWidth, replace } from '../dom.js';
import { plot } from '../plot.js';
import { listen } from '../store.js';

const GAP = 16;
const LEAST = 290;

export function resources({ el, signal }) {
  const grid = h('div', { class: 'lines' });
  const note = h('p', { class: 'note' });
  const box = h('section', { 'aria-label': 'Resources' }, h('h2', {}, 'Resources and levers'), note, grid);
  let width = 0;
  let plots = [];

  function build() {
    const found = dossier();
    plots = [];
    if (!found || !width) return replace(grid);
    note.textContent = source(found, 'Press a chart to go to its quarter.');
    const columns = Math.max(1, Math.floor((width + GAP) / (LEAST + GAP)));
    grid.style.setProperty('--columns', columns);
    const each = (width - (columns - 1) * GAP) / columns;
    plots = found.plots.map(([title, unit, names]) => {
      const series = names.map((name) => stateOf(found, name));
      const one = plot(fileOf(names.join('-')), title, unit, each);
      one.update(found.quarters, series, source(found, `${series.map((state) => `${state.title}: ${state.unit}`).join('; ')}.`));
      return one;
    });
    return replace(grid, plots.map((one) => one.node));
  }

  onWidth(grid, signal, (now) => {
    width = now;
    build();
  });
  follow(signal, ['nation', 'dossier'], build);
  listen(signal, (what) => what === 't' && plots.forEach((one) => one.cursor()));
  el.append(box);
}
