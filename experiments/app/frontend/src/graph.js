// The network as a graph: what ties its nodes, how a tie runs, who stands for a group, what a node's ties come to.

import { atlas } from './atlas.js';
import { eachTie, shownKinds } from './ties.js';

/** Ties between nodes: { kind, from, to, strength, count }, those inside a fold left out. */
export function edges(run, nodes, t) {
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
export function curve({ from, to }, straight) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const way = Math.hypot(dx, dy) || 1;
  const bend = straight ? 0 : 0.14;
  const [mx, my] = [(from.x + to.x) / 2 - dy * bend, (from.y + to.y) / 2 + dx * bend];
  const rim = (node, x, y, gap) => {
    const far = Math.hypot(x - node.x, y - node.y) || 1;
    return [node.x + ((x - node.x) / far) * (node.r + gap), node.y + ((y - node.y) / far) * (node.r + gap)];
  };
  const [a, b] = [rim(from, mx, my, 0), rim(to, mx, my, straight || way < 24 ? 0 : 3)];
  return (
    `M${a[0].toFixed(1)},${a[1].toFixed(1)}Q${mx.toFixed(1)},${my.toFixed(1)} ` +
    `${b[0].toFixed(1)},${b[1].toFixed(1)}`
  );
}

/** The row of a nation that stands for its group: one with the commonest fill, or the one with the median value. */
export function typical(rows, fill, values) {
  if (values) return [...rows].sort((a, b) => values[a] - values[b])[rows.length >> 1];
  const often = (row) => rows.filter((other) => fill(other) === fill(row)).length;
  return rows.reduce((a, b) => (often(b) > often(a) ? b : a));
}

/** The node that holds a nation. */
export const nodeOf = (nodes, iso3) => nodes.find((node) => node.rows.includes(atlas.byIso.get(iso3)?.row));

/** A node's ties in words. */
export function words(run, node, list) {
  if (!node) return 'Point at a node, or use the arrow keys.';
  const about = shownKinds(run).map((kind) => {
    const { title, lasting } = run.kinds[kind];
    const sum = (side) =>
      list.filter((edge) => edge.kind === kind && edge[side] === node).reduce((all, edge) => all + edge.count, 0);
    return lasting ? `${title} ${sum('from') + sum('to')}` : `${title} ${sum('from')} out, ${sum('to')} in`;
  });
  return (
    `${node.title}${node.fold ? ` (${node.rows.length} nations, press to unfold)` : ''}: ` +
    `${about.join('; ') || 'no kind of tie is shown'}.`
  );
}

/** The node that an arrow key leads to. */
export function neighbour(nodes, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = [Infinity, from];
  for (const node of nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (along > 0.5 && along + 2.5 * aside < best[0]) best = [along + 2.5 * aside, node];
  }
  return best[1];
}
