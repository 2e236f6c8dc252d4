// Where the nodes of the network stand: settled before it is shown, and the same whenever it is asked for.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import { atlas } from './atlas.js';
import { eachTie, openFolds } from './ties.js';

const STEPS = 260;
const GOLDEN = 0.618034;
const GAP = 2.5;
/** Half the width of a letter of a label, pixels. */
const LETTER = 3;
const known = new Map();

/** Nodes: nations, and one for each fold that is not open, { id, title, rows, gdp, ideal, fold }. */
export function nodesOf(run) {
  const open = openFolds(run);
  const foldOf = new Map(
    Object.entries(run.folds)
      .filter(([name]) => !open.has(name))
      .flatMap(([name, { members }]) => members.map((iso3) => [iso3, name])),
  );
  const nodes = new Map();
  for (const { iso3, name, row } of atlas.nations) {
    const fold = foldOf.get(iso3);
    const id = fold ?? iso3;
    if (!nodes.has(id))
      nodes.set(id, {
        id,
        title: fold ? run.folds[fold].title : name,
        label: fold ? run.folds[fold].title.replace('others in ', '') : iso3,
        rows: [],
        gdp: 0,
        ideal: 0,
        fold: fold ?? null,
      });
    const node = nodes.get(id);
    node.rows.push(row);
    node.ideal = (node.ideal * node.gdp + run.ideal[row] * run.gdp[row]) / (node.gdp + run.gdp[row]);
    node.gdp += run.gdp[row];
  }
  return [...nodes.values()];
}

/** Alliances between nodes, the strongest of their members. */
function links(run, nodes) {
  const at = new Map(nodes.flatMap((node, i) => node.rows.map((row) => [row, i])));
  const strongest = new Map();
  eachTie(run, 'alliance', 0, (from, to, strength) => {
    const [a, b] = [at.get(from), at.get(to)];
    const key = a * nodes.length + b;
    if (a !== b) strongest.set(key, Math.max(strength, strongest.get(key) ?? 0));
  });
  return [...strongest].map(([key, strength]) => ({
    source: Math.floor(key / nodes.length),
    target: key % nodes.length,
    strength,
  }));
}

/** Places each node has between 0 and 1 by a value: half by its size, half by its rank. */
function spread(values) {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const [low, high] = [values[order[0]], values[order.at(-1)]];
  const place = [];
  for (const [rank, i] of order.entries()) {
    place[i] = (values[i] - low) / (high - low || 1) / 2 + rank / (2 * Math.max(1, order.length - 1));
  }
  return place;
}

/** Nodes with x, y and r inside a box; left to right as they vote in the United Nations. */
export function settled(run, width, height) {
  const nodes = nodesOf(run);
  const key = `${width} ${height} ${nodes.map((node) => node.id).join()}`;
  if (known.has(key)) return known.get(key);
  const most = Math.max(...nodes.map((node) => node.gdp));
  const scale = Math.sqrt((width * height) / 260);
  const across = spread(nodes.map((node) => node.ideal));
  nodes.forEach((node, i) => {
    node.r = Math.max(node.fold ? scale * 0.2 : scale * 0.085, Math.sqrt(node.gdp / most) * scale * 0.85);
    node.room = Math.max(node.r, node.fold ? node.label.length * LETTER : 0) + GAP;
    node.goal = node.r + across[i] * (width - 2 * node.r);
    node.x = node.goal;
    node.y = height * (0.1 + 0.8 * ((i * GOLDEN) % 1));
  });
  const simulation = forceSimulation(nodes)
    .force('x', forceX((node) => node.goal).strength(0.2))
    .force('y', forceY(height / 2).strength(0.07))
    .force(
      'charge',
      forceManyBody()
        .strength((-0.013 * width * height) / nodes.length)
        .distanceMax(height / 2),
    )
    .force(
      'link',
      forceLink(links(run, nodes))
        .distance(scale)
        .strength((link) => 0.004 * link.strength),
    )
    .force('collide', forceCollide((node) => node.room).iterations(4))
    .stop();
  for (let i = 0; i < STEPS; i += 1) {
    simulation.tick();
    for (const node of nodes) {
      node.x = Math.max(node.room, Math.min(width - node.room, node.x));
      node.y = Math.max(node.r + 2, Math.min(height - node.r - 2, node.y));
    }
  }
  known.set(key, nodes);
  return nodes;
}
