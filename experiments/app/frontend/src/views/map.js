// The 193 nations: countries with dots for the small ones, or one hexagon each. Bold outlines are sovereign AIs.

import { atlas, HEIGHT, WIDTH } from '../atlas.js';
import { h, onWidth, replace, s } from '../dom.js';
import { chartActions, fileName, ofRun } from '../actions.js';
import { differenceLayer, runLayer } from '../layers.js';
import { patterns } from '../palette.js';
import { listen, look, runAt, setLook } from '../store.js';
import { finder } from '../finder.js';

const HELP = 'Point at a nation, or use the arrow keys.';
let count = 0;

/** Where nations stand: { width, height, size of a tile, of(nation) -> [x, y] }. */
function places(tiles, narrow) {
  if (!tiles) return { width: WIDTH, height: HEIGHT, of: (nation) => [nation.x, nation.y] };
  const [columns, rows] = atlas.grids[narrow ? 1 : 0];
  const width = narrow ? 420 : WIDTH;
  const size = width / (columns + 0.5) / Math.sqrt(3);
  const of = ({ tiles: cells }) => {
    const [column, row] = cells[narrow ? 1 : 0];
    return [(column + (row % 2) / 2 + 0.5) * size * Math.sqrt(3), (row * 1.5 + 1) * size];
  };
  return { width, height: (rows * 1.5 + 0.5) * size, size, of };
}

function hexagon(x, y, r) {
  const corners = [90, 150, 210, 270, 330, 390].map((angle) => (angle * Math.PI) / 180);
  return `M${corners.map((a) => `${(x + r * Math.cos(a)).toFixed(1)},${(y + r * Math.sin(a)).toFixed(1)}`).join('L')}Z`;
}

/** Draws the shapes of a view; returns iso3 -> its elements, the one to be filled first. */
function shapes(svg, tiles, id, layer, at) {
  svg.setAttribute('viewBox', `0 0 ${at.width} ${at.height}`);
  const marks = new Map(atlas.nations.map((nation) => [nation.iso3, []]));
  const ground = s('g', { class: 'ground' });
  const land = s('g', { class: 'land' });
  if (tiles) {
    for (const nation of atlas.nations) {
      const [x, y] = at.of(nation);
      const cell = s('path', { d: hexagon(x, y, at.size * 0.97), 'data-iso': nation.iso3, class: 'nation' });
      marks.get(nation.iso3).push(cell);
      land.append(
        cell,
        s('text', { x, y: y + at.size * 0.25, class: 'code', 'font-size': (at.size * 0.62).toFixed(1) }, nation.iso3),
      );
    }
  } else {
    for (const { key, nation, path } of atlas.shapes) {
      const shape = s('path', { d: path, 'data-iso': nation ? key : null, class: nation ? 'nation' : 'nobody' });
      (nation ? land : ground).append(shape);
      if (nation) marks.get(key).push(shape);
    }
    for (const nation of atlas.nations.filter((one) => one.small || !marks.get(one.iso3).length)) {
      const dot = s('circle', { cx: nation.x, cy: nation.y, r: 3.4, 'data-iso': nation.iso3, class: 'nation dot' });
      marks.get(nation.iso3).push(dot);
      land.append(dot);
    }
  }
  replace(svg, patterns(id), layer.patterns(id), ground, land, s('g', { class: 'ring' }));
  return marks;
}

/** The nearest nation in the direction of an arrow key. */
function neighbour(iso3, key, at) {
  const here = at.of(atlas.byIso.get(iso3) ?? atlas.nations[0]);
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = [Infinity, iso3];
  for (const nation of atlas.nations) {
    const [x, y] = at.of(nation);
    const along = (x - here[0]) * dx + (y - here[1]) * dy;
    const aside = Math.abs((x - here[0]) * dy) + Math.abs((y - here[1]) * dx);
    const cost = along + 2.5 * aside;
    if (along > 0.5 && cost < best[0]) best = [cost, nation.iso3];
  }
  return best[1];
}

/** What the maps of a page are coloured by, in which form, and a nation to be found. */
function controls() {
  const colour = h(
    'select',
    { 'aria-label': 'Colour nations by', onchange: (event) => setLook({ metric: event.target.value }) },
    h('option', { value: 'lineage' }, atlas.lineage_title),
    Object.entries(atlas.nation_metrics).map(([name, { title }]) => h('option', { value: name }, title)),
  );
  colour.value = look.metric;
  const button = (tiles, label) =>
    h('button', { type: 'button', 'data-tiles': String(tiles), onclick: () => setLook({ tiles }) }, label);
  const pair = h(
    'div',
    { class: 'pair', role: 'group', 'aria-label': 'Form of the map' },
    button(false, 'Map'),
    button(true, 'Tiles'),
  );
  const press = () => {
    for (const one of pair.querySelectorAll('button')) {
      one.setAttribute('aria-pressed', String(one.dataset.tiles === String(look.tiles)));
    }
  };
  press();
  return {
    press,
    node: h('div', { class: 'bar' }, h('label', { class: 'field' }, h('span', {}, 'Colour'), colour), pair, finder()),
  };
}

/** The controls alone, above maps that are plain. */
export function mapbar({ el, signal }) {
  const bar = controls();
  listen(signal, (what) => what === 'tiles' && bar.press());
  el.append(bar.node);
}

const scenarioTitle = (run) => atlas.scenarios[run.scenario]?.title ?? run.scenario;

/** The map's menu: its file, data and source at the quarter shown. */
function menu(title, layer, less, svg, key) {
  const quarter = () => layer.run().quarters[layer.quarter()];
  const name = () =>
    fileName(
      'map',
      look.metric === 'lineage' ? 'ai-used' : look.metric,
      ofRun(layer.run()),
      less && ['less', ofRun(runAt(less))],
      quarter(),
    );
  const source = () => `${quarter()}. ${layer.source()}`;
  return chartActions(
    name,
    title,
    svg,
    () => layer.table(layer.quarter()),
    source,
    () => key,
  );
}

/** Outlines the nations chosen and pointed at, above all others. */
function ring(svg, marks) {
  const outline = (mark, iso3) => {
    const copy = mark.cloneNode();
    copy.setAttribute('class', iso3 === look.nation ? 'chosen' : 'hovered');
    copy.removeAttribute('data-iso');
    copy.removeAttribute('style');
    return copy;
  };
  const iso3s = [...new Set([look.nation, look.hover])].filter((iso3) => marks.has(iso3));
  replace(
    svg.querySelector('.ring'),
    iso3s.flatMap((iso3) => marks.get(iso3).map((mark) => outline(mark, iso3))),
  );
}

/** Fills the nations' shapes with what the layer says of a quarter. */
function colour(marks, layer, t, id) {
  const fill = layer.fills(t, id);
  const sovereign = layer.sovereign(t);
  for (const nation of atlas.nations) {
    for (const mark of marks.get(nation.iso3)) {
      mark.style.fill = fill(nation.row);
      mark.classList.toggle('sovereign', sovereign[nation.row] > 0);
    }
  }
}

/** Pointer and keys choose nations; `at()` says where they stand now. */
function choosing(field, at) {
  const isoOf = (event) => event.target.closest?.('[data-iso]')?.dataset.iso ?? null;
  field.addEventListener('pointermove', (event) => setLook({ hover: isoOf(event) }));
  field.addEventListener('pointerleave', () => setLook({ hover: null }));
  field.addEventListener('click', (event) => setLook({ nation: isoOf(event) === look.nation ? null : isoOf(event) }));
  field.addEventListener('keydown', (event) => {
    const from = look.hover ?? look.nation ?? 'TCD';
    if (event.key.startsWith('Arrow')) setLook({ hover: neighbour(from, event.key, at()) });
    else if (event.key === 'Enter' && look.hover) setLook({ nation: look.hover });
    else if (event.key === 'Escape') setLook({ hover: null, nation: null });
    else return;
    event.preventDefault();
  });
}

export function map({ el, props, signal }) {
  const { future = 'main', plain = false, beside, less, title = 'Map of the nations' } = props();
  const layer = less ? differenceLayer(future, less) : runLayer(future, beside);
  count += 1;
  const id = `pattern${count}`;
  const svg = s('svg', { 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid meet' });
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' }, HELP);
  const label = `${title}. Arrow keys move, Enter chooses, Escape leaves.`;
  const field = h('div', { class: 'map', tabindex: 0, role: 'group', 'aria-label': label }, svg);
  const heading = props().title ? h('h2', { class: 'map-title' }, title) : null;
  const key = h('div', { class: 'legend' });
  const bar = plain ? null : controls();
  const actions = menu(title, layer, less, svg, key);
  let narrow = window.innerWidth < 600;
  let at;
  let marks;

  function point() {
    ring(svg, marks);
    const nation = atlas.byIso.get(look.hover ?? look.nation);
    spoken.textContent = nation && layer.run() ? layer.words(nation, layer.quarter()) : HELP;
  }

  function paint() {
    const run = layer.run();
    actions.hidden = !run;
    if (!run) return;
    const t = layer.quarter();
    colour(marks, layer, t, id);
    if (heading) heading.textContent = `${title}${less ? '' : `: ${scenarioTitle(run)}`}, ${run.quarters[t]}`;
    svg.dataset.quarter = run.quarters[t];
    replace(key, layer.legend(t, id), plain ? null : h('p', { class: 'note source' }, layer.source()));
    point();
  }

  function build() {
    at = places(look.tiles, narrow);
    marks = shapes(svg, look.tiles, id, layer, at);
    paint();
  }

  build();
  choosing(field, () => at);
  onWidth(el, signal, (width) => {
    if (width < 560 === narrow) return;
    narrow = width < 560;
    build();
  });
  listen(signal, (what) => {
    if (what === 'tiles') {
      build();
      bar?.press();
    }
    if (['t', 'metric', ...layer.names].includes(what)) paint();
    if (['hover', 'nation'].includes(what)) point();
  });
  el.append(...[bar?.node, heading, field, h('div', { class: 'under' }, spoken, actions), key].filter(Boolean));
}
