// The nations as a network: nodes are nations or folded groups, lines are ties of the kinds chosen. Colours as in the
// map.

import { chartActions, fileName, ofRun } from '../actions.js';
import { h, onWidth, replace, s } from '../dom.js';
import { finder } from '../finder.js';
import { curve, edges, neighbour, nodeOf, typical, words } from '../graph.js';
import { settled } from '../layout.js';
import { bodyList, controls, foldControls } from '../netcontrols.js';
import { nationFills, patterns } from '../palette.js';
import { futures, listen, look, nationValues, runAt, setLook, shownQuarter } from '../store.js';
import { openFolds, openWords, shownKinds, tieQuarter, ties } from '../ties.js';

const ID = 'network';
/** Lines from which they are drawn thin and without heads, until one node is brought out. */
const CROWD = 260;
const ABOUT =
  'Each circle is a nation, its area its GDP. Left to right as they vote in the United Nations, allies drawn ' +
  'together; places stay the same in all quarters. Dashed circles are groups, folded; press one to unfold it; a ' +
  'group has the commonest colour of its members. Colours are those of the map below.';
const KEYS = 'Network of the nations. Arrow keys move, Enter chooses or unfolds, Escape leaves.';
const PLACES =
  'Places: votes in the UN General Assembly (Bailey, Strezhnev and Voeten 2017) and alliances. ' +
  'Area: GDP 2024 (World Bank).';
const HEAD = { viewBox: '0 0 8 8', refX: 6.5, refY: 4, markerWidth: 5, markerHeight: 5, orient: 'auto-start-reverse' };

/** What is drawn, and where: `at` is a folded group that is pointed at. */
function begun() {
  const svg = s('svg', { 'aria-hidden': 'true' });
  return {
    svg,
    field: h('div', { class: 'map net', tabindex: 0, role: 'group', 'aria-label': KEYS }, svg),
    spoken: h('p', { class: 'spoken', 'aria-live': 'polite' }),
    bars: h('div'),
    folds: h('div', { class: 'bar' }),
    foot: h('div'),
    lines: s('g', { class: 'ties' }),
    dots: s('g', { class: 'nodes' }),
    width: 0,
    nodes: [],
    list: [],
    at: null,
  };
}

function heads(kinds) {
  const head = (kind) => s('path', { d: 'M0,0.8L7,4L0,7.2Z', class: `head k-${kind}` });
  return s(
    'defs',
    {},
    kinds.map((kind) => s('marker', { id: `${ID}-${kind}`, ...HEAD }, head(kind))),
  );
}

/** What the drawing offers to keep: its ties as a table, with where they come from. */
function keepMenu(net) {
  const row = (edge) => [edge.kind, edge.from.id, edge.to.id, edge.strength, edge.count];
  const table = () => ({ columns: ['kind', 'from', 'to', 'strongest', 'pairs'], rows: net.list.map(row) });
  const source = () => {
    const { kinds, quarters } = ties();
    const told = shownKinds(ties()).map(
      (kind) => `${kinds[kind].title}: ${kinds[kind].meaning} Unit: ${kinds[kind].unit}.`,
    );
    const run = `Source: model run, ${runAt()?.scenario}, seed ${runAt()?.seed}.`;
    return `Ties in ${quarters[tieQuarter(ties())]}. ${told.join(' ')} ${PLACES} ${run}`;
  };
  return chartActions(
    () => fileName('network', shownKinds(ties()), ofRun(futures.main), ties().quarters[tieQuarter(ties())]),
    'Network',
    net.svg,
    table,
    source,
  );
}

/** The node that stands out, what it is tied to with it; all where none does. */
function near(net, centre) {
  if (!centre) return new Set(net.nodes);
  const other = ({ from, to }) => (from === centre ? [to] : to === centre ? [from] : []);
  return new Set([centre, ...net.list.flatMap(other)]);
}

/** Brings out what is pointed at or chosen. */
function light(net) {
  const run = ties();
  if (!run) return;
  const chosen = nodeOf(net.nodes, look.nation);
  const pointed = net.at ?? nodeOf(net.nodes, look.hover);
  const tied = (node) => net.list.some((edge) => edge.from === node || edge.to === node);
  const centre = pointed ?? (chosen && tied(chosen) ? chosen : null);
  const bright = near(net, centre);
  net.lines.classList.toggle('crowd', net.list.length > CROWD && !centre);
  for (const { path, from, to } of net.list) {
    path.classList.toggle('dim', Boolean(centre) && from !== centre && to !== centre);
  }
  for (const node of net.nodes) {
    node.group.classList.toggle('dim', !bright.has(node));
    node.group.classList.toggle('chosen', node === chosen);
    node.group.classList.toggle('pointed', node === pointed);
  }
  net.spoken.textContent = words(run, pointed ?? chosen, net.list);
}

/** Colours the nodes as the map below. */
function paint(net) {
  const run = runAt();
  if (!run) return;
  const t = shownQuarter(run);
  const fill = nationFills(run, t, look.metric, ID);
  const values = look.metric === 'lineage' ? null : nationValues(run, look.metric, t);
  const sovereign = nationValues(run, 'sovereign', t);
  for (const node of net.nodes) {
    const circle = node.group.querySelector('circle');
    circle.style.fill = fill(typical(node.rows, fill, values));
    circle.classList.toggle('sovereign', !node.fold && sovereign[node.rows[0]] > 0);
  }
}

function tiePath(edge, lasting) {
  const thick = (0.5 + edge.strength) * (1 + Math.log2(edge.count) / 3);
  return s('path', {
    d: curve(edge, lasting),
    class: `tie k-${edge.kind}`,
    'stroke-width': thick.toFixed(2),
    'marker-end': lasting ? null : `url(#${ID}-${edge.kind})`,
  });
}

function drawTies(net) {
  const run = ties();
  if (!run) return;
  const t = tieQuarter(run);
  net.list = edges(run, net.nodes, t);
  for (const edge of net.list) edge.path = tiePath(edge, run.kinds[edge.kind].lasting);
  replace(
    net.lines,
    net.list.map((edge) => edge.path),
  );
  net.svg.dataset.shown = run.quarters[t];
  replace(net.bars, controls(run, net.list));
  const known = `Ties are known to ${run.quarters[run.done - 1]} so far …`;
  replace(net.foot, run.complete ? null : h('p', { class: 'note', role: 'status' }, known), bodyList(run, t));
  light(net);
}

/** A node with its circle, and its code where there is room. */
function dot(node, narrow) {
  const size = node.fold ? (narrow ? 9 : 11) : Math.min(12, node.r * 0.8).toFixed(1);
  const code = s('text', { x: node.x, y: node.y + 3.5, class: 'code', 'font-size': size }, node.label);
  const circle = s('circle', { cx: node.x, cy: node.y, r: node.r, class: 'nation' });
  const kind = node.fold ? 'node fold' : 'node';
  return s('g', { class: kind, 'data-node': node.id }, circle, node.fold || node.r > 9 ? code : null);
}

function drawNodes(net) {
  const run = ties();
  const { svg, width } = net;
  if (!run || !width) return;
  const narrow = width < 600;
  const height = Math.round(narrow ? width * 1.25 : Math.min(620, width * 0.52));
  net.nodes = settled(run, width, height);
  net.at = null;
  const frame = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [key, value] of Object.entries(frame)) svg.setAttribute(key, value);
  for (const node of net.nodes) node.group = dot(node, narrow);
  replace(
    net.dots,
    net.nodes.map((node) => node.group),
  );
  replace(svg, patterns(ID), heads(Object.keys(run.kinds)), net.lines, net.dots);
  replace(net.folds, finder(), foldControls(run), net.menu);
  paint(net);
  drawTies(net);
}

function choose(node) {
  if (node?.fold) setLook({ open: openWords(ties(), openFolds(ties()).add(node.fold)) });
  else setLook({ nation: node && node.id !== look.nation ? node.id : null });
}

function point(net, node) {
  net.at = node?.fold ? node : null;
  setLook({ hover: node && !node.fold ? node.id : null });
  light(net);
}

function press(net, event) {
  const here = net.at ?? nodeOf(net.nodes, look.hover) ?? nodeOf(net.nodes, look.nation) ?? net.nodes[0];
  if (event.key.startsWith('Arrow') && here) point(net, neighbour(net.nodes, here, event.key));
  else if (event.key === 'Enter' && here) choose(here);
  else if (event.key === 'Escape') {
    point(net, null);
    setLook({ nation: null });
  } else return;
  event.preventDefault();
}

/** Hears the pointer and the keys. */
function steer(net) {
  const nodeAt = ({ target }) => {
    const id = target.closest?.('[data-node]')?.dataset.node;
    return net.nodes.find((node) => node.id === id) ?? null;
  };
  net.field.addEventListener('pointermove', (event) => point(net, nodeAt(event)));
  net.field.addEventListener('pointerleave', () => point(net, null));
  net.field.addEventListener('click', (event) => choose(nodeAt(event)));
  net.field.addEventListener('keydown', (event) => press(net, event));
}

export function network({ el, signal }) {
  const net = begun();
  net.menu = keepMenu(net);
  steer(net);
  onWidth(net.field, signal, (now) => {
    net.width = now - 12;
    drawNodes(net);
  });
  let arrived = false;
  listen(signal, (what) => {
    if (what === 'open' || (what === 'relations' && !arrived)) drawNodes(net);
    else if (['relations', 't', 'ties', 'weak'].includes(what)) drawTies(net);
    if (['main', 't', 'metric'].includes(what)) paint(net);
    if (['hover', 'nation'].includes(what)) light(net);
    arrived = arrived || Boolean(ties());
  });
  const story = h('div', { class: 'story' }, h('h1', {}, 'Who is tied to whom'), h('p', {}, ABOUT));
  el.append(story, net.folds, net.bars, net.field, net.spoken, net.foot);
}
