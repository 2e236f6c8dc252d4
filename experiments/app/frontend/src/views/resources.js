// A nation's resources, quarter by quarter: compute and chips, money, people, energy, own AI, rules.

import { dossier, fileOf, follow, source, stateOf } from '../dossier.js';
import { chartGrid } from '../chartgrid.js';
import { h } from '../dom.js';
import { plot } from '../plot.js';

const LEAST = 290;

/** A chart of some states, one unit. */
function chartOf(found, [title, unit, names], width) {
  const series = names.map((name) => stateOf(found, name));
  const one = plot(fileOf(names.join('-')), title, unit, width);
  const units = series.map((state) => `${state.title}: ${state.unit}`).join('; ');
  one.update(found.quarters, series, source(found, `${units}.`));
  return one;
}

export function resources({ el, signal }) {
  const note = h('p', { class: 'note' });
  const make = (width) => {
    const found = dossier();
    if (found) note.textContent = source(found, 'Press a chart to go to its quarter.');
    return found ? found.plots.map((one) => chartOf(found, one, width)) : [];
  };
  const grid = chartGrid(signal, LEAST, make);
  follow(signal, ['nation', 'dossier'], grid.build);
  el.append(h('section', { 'aria-label': 'Resources' }, h('h2', {}, 'Resources and levers'), note, grid.node));
}
