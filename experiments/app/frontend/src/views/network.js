// The nations as a network: nodes are nations or folded groups, lines are ties of the kinds chosen. Colours as in the map.

import { chartActions, fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { h, onWidth, replace, s } from '../dom.js';
import { finder } from '../finder.js';
import { settled } from '../layout.js';
import { nationFills, patterns } from '../palette.js';
import { futures, listen, look, nationValues, runAt, setLook, shownQuarter } from '../store.js';
import { bodyName } from '../words.js';
import { eachTie, members, openFolds, openWords, shownKinds, tieQuarter, ties } from '../ties.js';

const ID = 'network';
const MANY = 9;
/** Lines from which they are drawn thin and without heads, until one node is brought out. */
const CROWD = 260;

/** Ties between nodes: { kind, from, to, strength, count }, those inside a fold left out. */
function edges(run, nodes, t) {
  const at = new Map(nodes.flatMap((node, i) => node.rows.map((row) => [row, i])));
  return shownKinds(run).flatMap((kind) => {
    const found = new Map();
    eachTie(run, kind, t, (from, to, strength) => {
      const [a, b] = [at.get(from), at.get(to)];
      if (a === b) return;
      const edge = found.get(a * nodes.length + b) ?? { kind, from: nodes[a], to: nodes[b], strength: 0, count: 0 };
      edge.strength = Math.max(edge.strength, strength);
      edge.count += 1;
      found.set(a * nodes.length + b, edge);
    });
    return [...found.values()];
  });
}

/** From rim to rim, bent to the right of the way, so that both directions can be seen; lasting ties are straight. */
function curve({ from, to }, straight) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const way = Math.hypot(dx, dy) || 1;
  const bend = straight ? 0 : 0.14;
  const [mx, my] = [(from.x + to.x) / 2 - dy * bend, (from.y + to.y) / 2 + dx * bend];
  const rim = (node, x, y, gap) => {
    const far = Math.hypot(x - node.x, y - node.y) || 1;
    return [node.x + ((x - node.x) / far) * (node.r + gap), node.y + ((y - node.y) / far) * (node.r + gap)];
  };
  const [a, b] = [rim(from, mx, my, 0), rim(to, mx, my, straight || way < 24 ? 0 : 3)];
  return `M${a[0].toFixed(1)},${a[1].toFixed(1)}Q${mx.toFixed(1)},${my.toFixed(1)} ${b[0].toFixed(1)},${b[1].toFixed(1)}`;
}

const markers = (kinds) => s('defs', {}, kinds.map((kind) => s('marker', { id: `${ID}-${kind}`, viewBox: '0 0 8 8', refX: 6.5, refY: 4, markerWidth: 5, markerHeight: 5, orient: 'auto-start-reverse' }, s('path', { d: 'M0,0.8L7,4L0,7.2Z', class: `head k-${kind}` }))));

function lineSample(kind) {
  return s('svg', { width: 26, height: 10, viewBox: '0 0 26 10', 'aria-hidden': 'true' }, s('path', { d: 'M1,5H25', class: `tie k-${kind} sample` }));
}

/** Check boxes of kinds, each with its line and number; weak ones too; folds. */
function controls(run, list) {
  const chosen = shownKinds(run);
  const toggle = (kind) => setLook({ ties: Object.keys(run.kinds).filter((one) => (one === kind) !== chosen.includes(one)).join(',') || 'none' });
  const kinds = Object.entries(run.kinds).map(([kind, { title, meaning, unit, shown, least }]) =>
    h(
      'label',
      { class: 'tiekind', title: `${meaning} Strength: ${unit}, from ${look.weak ? least : shown}.` },
      h('input', { type: 'checkbox', 'data-kind': kind, checked: chosen.includes(kind), onchange: () => toggle(kind) }),
      lineSample(kind),
      title,
      chosen.includes(kind) ? h('b', {}, ` ${list.filter((edge) => edge.kind === kind).reduce((sum, edge) => sum + edge.count, 0)}`) : null,
    ),
  );
  const weak = h('label', { class: 'tiekind' }, h('input', { type: 'checkbox', 'data-kind': 'weak', checked: Boolean(look.weak), onchange: (event) => setLook({ weak: event.target.checked ? '1' : '' }) }), 'weak ties too');
  return h('fieldset', { class: 'kinds' }, h('legend', {}, 'Ties shown'), kinds, weak);
}

function foldControls(run) {
  const open = openFolds(run);
  const set = (names) => setLook({ open: openWords(run, names) });
  const flip = (name) => {
    if (!open.delete(name)) open.add(name);
    set(open);
  };
  const one = ([name, { title, members: inside }]) => h('label', { class: 'tiekind' }, h('input', { type: 'checkbox', 'data-fold': name, checked: !open.has(name), onchange: () => flip(name) }), `${title} (${inside.length})`);
  return [
    h('button', { type: 'button', 'data-open': 'none', onclick: () => set(new Set()), disabled: open.size === 0, title: open.size === 0 ? 'All groups are folded' : null }, 'Fold groups'),
    h('button', { type: 'button', 'data-open': 'all', onclick: () => set(new Set(Object.keys(run.folds))), disabled: look.open === 'all', title: look.open === 'all' ? 'All groups are unfolded' : null }, 'Unfold all'),
    h('details', { class: 'folds' }, h('summary', {}, 'Which groups'), h('div', { class: 'menu' }, Object.entries(run.folds).map(one))),
  ];
}

/** The row of a nation that stands for its group: one with the commonest fill, or the one with the median value. */
function typical(rows, fill, values) {
  if (values) return [...rows].sort((a, b) => values[a] - values[b])[rows.length >> 1];
  const often = (row) => rows.filter((other) => fill(other) === fill(row)).length;
  return rows.reduce((a, b) => (often(b) > often(a) ? b : a));
}

/** The node that holds a nation. */
const nodeOf = (nodes, iso3) => nodes.find((node) => node.rows.includes(atlas.byIso.get(iso3)?.row));

/** A node's ties in words. */
function words(run, node, list) {
  if (!node) return 'Point at a node, or use the arrow keys.';
  const about = shownKinds(run).map((kind) => {
    const { title, lasting } = run.kinds[kind];
    const sum = (side) => list.filter((edge) => edge.kind === kind && edge[side] === node).reduce((all, edge) => all + edge.count, 0);
    return lasting ? `${title} ${sum('from') + sum('to')}` : `${title} ${sum('from')} out, ${sum('to')} in`;
  });
  return `${node.title}${node.fold ? ` (${node.rows.length} nations, press to unfold)` : ''}: ${about.join('; ') || 'no kind of tie is shown'}.`;
}

function neighbour(nodes, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = [Infinity, from];
  for (const node of nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (along > 0.5 && along + 2.5 * aside < best[0]) best = [along + 2.5 * aside, node];
  }
  return best[1];
}

/** Bodies with their members, under the drawing. */
function bodyList(run, t) {
  return h(
    'ul',
    { class: 'bodylist', 'aria-label': 'Bodies' },
    Object.keys(run.bodies).map((name, i) => {
      const rows = members(run, i, t);
      const named = rows.slice(0, MANY).map((row) => atlas.nations[row].name).join(', ');
      return h('li', { title: run.bodies[name] }, h('b', {}, `${bodyName(name)}: ${rows.length}`), rows.length ? ` ${named}${rows.length > MANY ? ` and ${rows.length - MANY} more` : ''}` : ' no members');
    }),
  );
}

export function network({ el, signal }) {
  const svg = s('svg', { 'aria-hidden': 'true' });
  const field = h('div', { class: 'map net', tabindex: 0, role: 'group', 'aria-label': 'Network of the nations. Arrow keys move, Enter chooses or unfolds, Escape leaves.' }, svg);
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });
  const [bars, folds, foot] = [h('div'), h('div', { class: 'bar' }), h('div')];
  const [lines, dots] = [s('g', { class: 'ties' }), s('g', { class: 'nodes' })];
  let [width, nodes, list, at] = [0, [], [], null];
  const data = () => ({ columns: ['kind', 'from', 'to', 'strongest', 'pairs'], rows: list.map((edge) => [edge.kind, edge.from.id, edge.to.id, edge.strength, edge.count]) });
  const menu = chartActions(() => fileName('network', shownKinds(ties()), ofRun(futures.main), ties().quarters[tieQuarter(ties())]), 'Network', svg, data, () => `Ties in ${ties().quarters[tieQuarter(ties())]}. ${shownKinds(ties()).map((kind) => `${ties().kinds[kind].title}: ${ties().kinds[kind].meaning} Unit: ${ties().kinds[kind].unit}.`).join(' ')} Places: votes in the UN General Assembly (Bailey, Strezhnev and Voeten 2017) and alliances. Area: GDP 2024 (World Bank). Source: model run, ${runAt()?.scenario}, seed ${runAt()?.seed}.`);

  /** Brings out what is pointed at or chosen. */
  function light() {
    const run = ties();
    if (!run) return;
    const chosen = nodeOf(nodes, look.nation);
    const pointed = at ?? nodeOf(nodes, look.hover);
    const tied = (node) => list.some((edge) => edge.from === node || edge.to === node);
    const centre = pointed ?? (chosen && tied(chosen) ? chosen : null);
    const near = new Set(centre ? [centre, ...list.flatMap((edge) => (edge.from === centre ? [edge.to] : edge.to === centre ? [edge.from] : []))] : nodes);
    lines.classList.toggle('crowd', list.length > CROWD && !centre);
    for (const edge of list) edge.path.classList.toggle('dim', Boolean(centre) && edge.from !== centre && edge.to !== centre);
    for (const node of nodes) {
      node.group.classList.toggle('dim', !near.has(node));
      node.group.classList.toggle('chosen', node === chosen);
      node.group.classList.toggle('pointed', node === pointed);
    }
    spoken.textContent = words(run, pointed ?? chosen, list);
  }

  function paint() {
    const run = runAt();
    if (!run) return;
    const t = shownQuarter(run);
    const fill = nationFills(run, t, look.metric, ID);
    const sovereign = nationValues(run, 'sovereign', t);
    for (const node of nodes) {
      const circle = node.group.querySelector('circle');
      circle.style.fill = fill(typical(node.rows, fill, look.metric === 'lineage' ? null : nationValues(run, look.metric, t)));
      circle.classList.toggle('sovereign', !node.fold && sovereign[node.rows[0]] > 0);
    }
  }

  function drawTies() {
    const run = ties();
    if (!run) return;
    const t = tieQuarter(run);
    list = edges(run, nodes, t);
    for (const edge of list) {
      const { lasting } = run.kinds[edge.kind];
      const thick = (0.5 + edge.strength) * (1 + Math.log2(edge.count) / 3);
      edge.path = s('path', { d: curve(edge, lasting), class: `tie k-${edge.kind}`, 'stroke-width': thick.toFixed(2), 'marker-end': lasting ? null : `url(#${ID}-${edge.kind})` });
    }
    replace(lines, list.map((edge) => edge.path));
    svg.dataset.shown = run.quarters[t];
    replace(bars, controls(run, list));
    replace(foot, run.complete ? null : h('p', { class: 'note', role: 'status' }, `Ties are known to ${run.quarters[run.done - 1]} so far …`), bodyList(run, t));
    light();
  }

  function drawNodes() {
    const run = ties();
    if (!run || !width) return;
    const height = width < 600 ? Math.round(width * 1.25) : Math.round(Math.min(620, width * 0.52));
    nodes = settled(run, width, height);
    at = null;
    for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(key, value);
    for (const node of nodes) {
      const label = node.fold || node.r > 9 ? s('text', { x: node.x, y: node.y + 3.5, class: 'code', 'font-size': node.fold ? (width < 600 ? 9 : 11) : Math.min(12, node.r * 0.8).toFixed(1) }, node.label) : null;
      node.group = s('g', { class: node.fold ? 'node fold' : 'node', 'data-node': node.id }, s('circle', { cx: node.x, cy: node.y, r: node.r, class: 'nation' }), label);
    }
    replace(dots, nodes.map((node) => node.group));
    replace(svg, patterns(ID), markers(Object.keys(run.kinds)), lines, dots);
    replace(folds, finder(), foldControls(run), menu);
    paint();
    drawTies();
  }

  const choose = (node) => {
    if (node?.fold) setLook({ open: openWords(ties(), openFolds(ties()).add(node.fold)) });
    else setLook({ nation: node && node.id !== look.nation ? node.id : null });
  };
  const nodeAt = (event) => nodes.find((node) => node.id === event.target.closest?.('[data-node]')?.dataset.node) ?? null;
  const point = (node) => {
    at = node?.fold ? node : null;
    setLook({ hover: node && !node.fold ? node.id : null });
    light();
  };
  field.addEventListener('pointermove', (event) => point(nodeAt(event)));
  field.addEventListener('pointerleave', () => point(null));
  field.addEventListener('click', (event) => choose(nodeAt(event)));
  field.addEventListener('keydown', (event) => {
    const here = at ?? nodeOf(nodes, look.hover) ?? nodeOf(nodes, look.nation) ?? nodes[0];
    if (event.key.startsWith('Arrow') && here) point(neighbour(nodes, here, event.key));
    else if (event.key === 'Enter' && here) choose(here);
    else if (event.key === 'Escape') {
      point(null);
      setLook({ nation: null });
    } else return;
    event.preventDefault();
  });
  onWidth(field, signal, (now) => {
    width = now - 12;
    drawNodes();
  });
  let arrived = false;
  listen(signal, (what) => {
    if (what === 'open' || (what === 'relations' && !arrived)) drawNodes();
    else if (['relations', 't', 'ties', 'weak'].includes(what)) drawTies();
    if (['main', 't', 'metric'].includes(what)) paint();
    if (['hover', 'nation'].includes(what)) light();
    arrived = arrived || Boolean(ties());
  });
  el.append(
    h('div', { class: 'story' }, h('h1', {}, 'Who is tied to whom'), h('p', {}, 'Each circle is a nation, its area its GDP. Left to right as they vote in the United Nations, allies drawn together; places stay the same in all quarters. Dashed circles are groups, folded; press one to unfold it; a group has the commonest colour of its members. Colours are those of the map below.')),
    folds,
    bars,
    field,
    spoken,
    foot,
  );
}
