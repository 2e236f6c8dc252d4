// Charts side by side, as many to a row as are wide enough; and a button that shows all metrics or the main ones.

import { h, onWidth, replace } from './dom.js';
import { listen } from './store.js';
import { metricsOf } from './atlas.js';

const GAP = 16;

/**
 * A grid of charts that follows the width of the page and the quarter shown.
 *
 * `make(width)` gives the charts, each with `node` and `cursor()`; `built` is told when they stand.
 */
export function chartGrid(signal, least, make, built = () => {}) {
  const node = h('div', { class: 'lines' });
  const grid = { node, charts: [], build };
  let width = 0;

  function build() {
    if (!width) return;
    const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
    node.style.setProperty('--columns', columns);
    grid.charts = make((width - (columns - 1) * GAP) / columns);
    replace(
      node,
      grid.charts.map((one) => one.node),
    );
    built();
  }

  onWidth(node, signal, (now) => {
    width = now;
    build();
  });
  listen(signal, (what) => {
    if (what === 't') for (const one of grid.charts) one.cursor();
  });
  return grid;
}

/** Main metrics or all of them, main ones first: `names()`, and the button that changes it. */
export function mainOrAll(known, thing, changed) {
  let all = false;
  const button = h('button', { type: 'button', class: 'quiet', onclick: () => flip() });
  button.hidden = true; // until there is something to count
  const write = () => {
    button.hidden = false;
    button.textContent = all ? `Fewer ${thing}` : `All ${known().length} metrics`;
  };
  function flip() {
    all = !all;
    write();
    changed();
  }
  function names() {
    write();
    const main = metricsOf('main').filter((name) => known().includes(name));
    return all ? [...main, ...known().filter((name) => !main.includes(name))] : main;
  }
  return { button, names };
}
