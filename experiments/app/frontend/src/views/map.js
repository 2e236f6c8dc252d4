// The 193 nations: countries with dots for the small ones, or one hexagon each. Bold outlines are sovereign AIs.

import { atlas, HEIGHT, WIDTH } from '../atlas.js';
import { h, replace, s } from '../dom.js';
import { lineageStyle, nationFills, patterns } from '../palette.js';
import { futures, listen, look, nationLineages, nationValues, runAt, setLook, shownQuarter } from '../store.js';
import { amount, unitWords } from '../words.js';
import { legend } from '../legend.js';
import { finder } from '../finder.js';

let count = 0;

/** Centre of each nation on the screen in either view, for keys and labels. */
function places(tiles) {
  const [columns, rows] = atlas.grid;
  const size = Math.min(WIDTH / (columns + 1) / Math.sqrt(3), HEIGHT / (rows * 1.5 + 1));
  const left = (WIDTH - (columns + 0.5) * size * Math.sqrt(3)) / 2;
  return {
    size,
    of: (nation) =>
      tiles
        ? [left + (nation.tile[0] + (nation.tile[1] % 2) / 2 + 0.5) * size * Math.sqrt(3), (nation.tile[1] * 1.5 + 1) * size]
        : [nation.x, nation.y],
  };
}

function hexagon(x, y, r) {
  const corners = [90, 150, 210, 270, 330, 390].map((angle) => (angle * Math.PI) / 180);
  return `M${corners.map((a) => `${(x + r * Math.cos(a)).toFixed(1)},${(y + r * Math.sin(a)).toFixed(1)}`).join('L')}Z`;
}

/** Draws the shapes of a view; returns iso3 -> its elements, the one to be filled first. */
function shapes(svg, tiles, id) {
  const at = places(tiles);
  const marks = new Map(atlas.nations.map((nation) => [nation.iso3, []]));
  const ground = s('g', { class: 'ground' });
  const land = s('g', { class: 'land' });
  if (tiles) {
    for (const nation of atlas.nations) {
      const [x, y] = at.of(nation);
      const cell = s('path', { d: hexagon(x, y, at.size * 0.97), 'data-iso': nation.iso3, class: 'nation' });
      marks.get(nation.iso3).push(cell);
      land.append(cell, s('text', { x, y: y + at.size * 0.25, class: 'code', 'font-size': (at.size * 0.62).toFixed(1) }, nation.iso3));
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
  replace(svg, patterns(id), ground, land, s('g', { class: 'ring' }));
  return marks;
}

/** What a nation is like now, in words. */
function words(iso3) {
  const run = runAt();
  const nation = atlas.byIso.get(iso3);
  if (!run || !nation) return '';
  const t = shownQuarter(run);
  const lineage = run.lineages[nationLineages(run, t)[nation.row]];
  const sovereign = nationValues(run, 'sovereign', t)[nation.row] > 0 ? ', sovereign AI' : '';
  const uses = lineage ? `people use ${lineage}` : 'nobody uses AI';
  if (look.metric === 'lineage') return `${nation.name}: ${uses}${sovereign}`;
  const { title, unit } = atlas.nation_metrics[look.metric];
  const value = nationValues(run, look.metric, t)[nation.row];
  return `${nation.name}: ${title.toLowerCase()} ${amount(value, unit)} ${unitWords(unit)}; ${uses}${sovereign}`;
}

/** The nearest nation in the direction of an arrow key. */
function neighbour(iso3, key, tiles) {
  const at = places(tiles);
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

function controls() {
  const colour = h(
    'select',
    { 'aria-label': 'Colour nations by', onchange: (event) => setLook({ metric: event.target.value }) },
    h('option', { value: 'lineage' }, 'Whose AI people use'),
    Object.entries(atlas.nation_metrics).map(([name, { title }]) => h('option', { value: name }, title)),
  );
  colour.value = look.metric;
  const button = (tiles, label) => h('button', { type: 'button', 'data-tiles': String(tiles), 'aria-pressed': String(look.tiles === tiles), onclick: () => setLook({ tiles }) }, label);
  return h('div', { class: 'bar' }, h('label', { class: 'field' }, h('span', {}, 'Colour'), colour), h('div', { class: 'pair', role: 'group', 'aria-label': 'Form of the map' }, button(false, 'Map'), button(true, 'Tiles')), finder());
}

export function map({ el, props, signal }) {
  const { future = 'main', plain = false } = props();
  count += 1;
  const id = `pattern${count}`;
  const svg = s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid meet' });
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' }, 'Point at a nation, or use the arrow keys.');
  const field = h('div', { class: 'map', tabindex: 0, role: 'group', 'aria-label': 'Map of the nations. Arrow keys move, Enter chooses, Escape leaves.' }, svg);
  const key = h('div', { class: 'legend' });
  const bar = plain ? null : controls();
  let marks = shapes(svg, look.tiles, id);

  function ring() {
    const iso3s = [...new Set([look.nation, look.hover])].filter((iso3) => marks.has(iso3));
    replace(svg.querySelector('.ring'), iso3s.flatMap((iso3) => marks.get(iso3).map((mark) => {
      const copy = mark.cloneNode();
      copy.setAttribute('class', iso3 === look.nation ? 'chosen' : 'hovered');
      copy.removeAttribute('data-iso');
      copy.removeAttribute('style');
      return copy;
    })));
    spoken.textContent = words(look.hover ?? look.nation) || 'Point at a nation, or use the arrow keys.';
  }

  function paint() {
    const run = runAt(future);
    if (!run) return;
    const t = shownQuarter(run);
    const fill = nationFills(run, t, look.metric, id);
    const sovereign = nationValues(run, 'sovereign', t);
    for (const nation of atlas.nations) {
      for (const mark of marks.get(nation.iso3)) {
        mark.style.fill = fill(nation.row);
        mark.classList.toggle('sovereign', sovereign[nation.row] > 0);
      }
    }
    svg.dataset.quarter = run.quarters[t];
    replace(key, legend(run, t, id));
    ring();
    performance.mark('map-painted');
  }

  const isoOf = (event) => event.target.closest?.('[data-iso]')?.dataset.iso ?? null;
  field.addEventListener('pointermove', (event) => setLook({ hover: isoOf(event) }));
  field.addEventListener('pointerleave', () => setLook({ hover: null }));
  field.addEventListener('click', (event) => setLook({ nation: isoOf(event) === look.nation ? null : isoOf(event) }));
  field.addEventListener('keydown', (event) => {
    if (event.key.startsWith('Arrow')) setLook({ hover: neighbour(look.hover ?? look.nation ?? 'TCD', event.key, look.tiles) });
    else if (event.key === 'Enter' && look.hover) setLook({ nation: look.hover });
    else if (event.key === 'Escape') setLook({ hover: null, nation: null });
    else return;
    event.preventDefault();
  });

  paint();
  listen(signal, (what) => {
    if (what === 'tiles') {
      marks = shapes(svg, look.tiles, id);
      for (const button of bar?.querySelectorAll('[data-tiles]') ?? []) button.setAttribute('aria-pressed', String(button.dataset.tiles === String(look.tiles)));
    }
    if (['t', 'metric', 'tiles', future].includes(what)) paint();
    if (['hover', 'nation'].includes(what)) ring();
  });
  el.append(...[bar, field, spoken, key].filter(Boolean));
}
