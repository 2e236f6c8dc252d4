// What a map shows: one run, alone or on the scale that it shares with another, or how one run differs from another.

import { interpolatePuOr } from 'd3-scale-chromatic';
import { atlas } from './atlas.js';
import { h, s } from './dom.js';
import { legend } from './legend.js';
import { lineageName, nationFills, NONE } from './palette.js';
import { futures, look, nationLineages, nationValues, runAt, shownQuarter } from './store.js';
import { amount, change as difference, unitWords } from './words.js';

const HALF = 4;
/** Share of the differences of a run that lie within the ends of the scale. */
const WITHIN = 0.98;
const GREY = '#c3cad0';

const lineageOf = (run, t, row) => run.lineages[nationLineages(run, t)[row]];
const uses = (lineage) => (lineage ? `people use ${lineageName(lineage)}` : 'nobody uses AI');
const isLog = (metric) => atlas.nation_metrics[metric].scale === 'log';

/** One run; `beside` names the run that shares its scale. */
export function runLayer(future, beside) {
  const other = () => (beside ? (runAt(beside) ?? runAt(future)) : runAt(future));
  return {
    names: [future, beside],
    run: () => runAt(future),
    quarter: () => shownQuarter(runAt(future)),
    fills: (t, id) => nationFills(runAt(future), t, look.metric, id, other()),
    sovereign: (t) => nationValues(runAt(future), 'sovereign', t),
    patterns: () => null,
    legend: (t, id) => legend(runAt(future), t, id, other()),
    words(nation, t) {
      const run = runAt(future);
      const lineage = lineageOf(run, t, nation.row);
      const sovereign = nationValues(run, 'sovereign', t)[nation.row] > 0 ? ', sovereign AI' : '';
      if (look.metric === 'lineage') return `${nation.name}: ${uses(lineage)}${sovereign}`;
      const { title, unit } = atlas.nation_metrics[look.metric];
      const value = nationValues(run, look.metric, t)[nation.row];
      return (
        `${nation.name}: ${title.toLowerCase()} ${amount(value, unit)} ${unitWords(unit)}; ` +
        `${uses(lineage)}${sovereign}`
      );
    },
    table(t) {
      const run = runAt(future);
      const value = (row) =>
        look.metric === 'lineage' ? lineageOf(run, t, row) : nationValues(run, look.metric, t)[row];
      return {
        columns: ['iso3', 'nation', look.metric, 'sovereign'],
        rows: atlas.nations.map(({ iso3, name, row }) => [
          iso3,
          name,
          value(row),
          nationValues(run, 'sovereign', t)[row],
        ]),
      };
    },
    source: () =>
      `Source: model run, scenario ${runAt(future).scenario}, seed ${runAt(future).seed}. Borders: Natural Earth.`,
  };
}

/** Later less earlier; of metrics on a log scale, how many orders of magnitude. */
function change(metric, before, after) {
  if (!isLog(metric)) return after - before;
  if (before > 0 && after > 0) return Math.log10(after / before);
  return before === after ? 0 : Math.sign(after - before) * Infinity;
}

const sizes = new WeakMap();

/** The end of the diverging scale: one for all quarters of the two runs. */
function size(one, other, metric) {
  if (!sizes.has(one)) sizes.set(one, new WeakMap());
  if (!sizes.get(one).has(other)) sizes.get(one).set(other, {});
  const known = sizes.get(one).get(other);
  if (known[metric] === undefined) {
    const found = [];
    for (let t = 0; t < Math.min(one.done, other.done); t += 1) {
      const [before, after] = [nationValues(other, metric, t), nationValues(one, metric, t)];
      for (let row = 0; row < after.length; row += 1) {
        const gap = Math.abs(change(metric, before[row], after[row]));
        if (gap > 0 && gap < Infinity) found.push(gap);
      }
    }
    found.sort((a, b) => a - b);
    known[metric] = found.length ? found[Math.floor((found.length - 1) * WITHIN)] : 1;
  }
  return known[metric];
}

/** -HALF .. HALF: the class of a difference, 0 for about none. */
const classOf = (gap, end) =>
  Math.max(-HALF, Math.min(HALF, Math.sign(gap) * Math.round((Math.abs(gap) / end) * HALF)));
const colour = (step) => (step === 0 ? GREY : interpolatePuOr(0.5 + step / (2 * HALF + 1)));
const fillOf = (id, step) => (step < 0 ? `url(#${id}-less${-step})` : colour(step));

/** Lower is hatched, so that it can be told without colour. */
function lessPatterns(id) {
  const hatched = (name, ground, ink = '#111') =>
    s(
      'pattern',
      { id: `${id}-${name}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' },
      s('rect', { width: 6, height: 6, fill: ground }),
      s('path', {
        d: 'M0,6L6,0M-1,1L1,-1M5,7L7,5',
        stroke: ink,
        'stroke-opacity': 0.7,
        'stroke-width': 0.9,
        fill: 'none',
      }),
    );
  return s(
    'defs',
    {},
    Array.from({ length: HALF }, (_, i) => hatched(`less${i + 1}`, colour(-i - 1), i < 2 ? '#111' : '#fff')),
    hatched('differs', '#E69F00'),
  );
}

const swatch = (fill) =>
  s(
    'svg',
    { width: 22, height: 14, 'aria-hidden': 'true' },
    s('rect', { x: 0.5, y: 0.5, width: 21, height: 13, class: 'swatch', style: `fill:${fill}` }),
  );

function edge(metric, end, step) {
  const middle = (end * step) / HALF;
  const { unit } = atlas.nation_metrics[metric];
  return isLog(metric) ? `× ${amount(10 ** middle, '')}` : difference(middle, unit);
}

/** How run `future` differs from run `less`, nation by nation. */
export function differenceLayer(future, less) {
  const runs = () => [runAt(future), runAt(less)];
  const pair = (t, row) => runs().map((run) => nationValues(run, look.metric, t)[row]);
  const gap = (t, row) => {
    const [after, before] = pair(t, row);
    return change(look.metric, before, after);
  };
  const differs = (t, row) => lineageOf(runs()[0], t, row) !== lineageOf(runs()[1], t, row);
  const step = (t, row) => classOf(gap(t, row), size(...runs(), look.metric));
  return {
    names: [future, less],
    run: () => (futures[less] ? runAt(future) : null),
    quarter: () => Math.min(...runs().map(shownQuarter)),
    fills(t, id) {
      if (look.metric === 'lineage') return (row) => (differs(t, row) ? `url(#${id}-differs)` : GREY);
      return (row) => (Number.isNaN(gap(t, row)) ? NONE : fillOf(id, step(t, row)));
    },
    sovereign: () => [],
    patterns: lessPatterns,
    legend(t, id) {
      const rows = atlas.nations.map((nation) => nation.row);
      const key = (fill, text, count) => h('li', {}, swatch(fill), h('span', {}, text), h('b', {}, String(count)));
      if (look.metric === 'lineage') {
        const other = rows.filter((row) => differs(t, row)).length;
        return h(
          'ul',
          { class: 'lineages', 'aria-label': 'Nations in which people use the same or another AI' },
          key(GREY, 'the same AI in both', rows.length - other),
          key(`url(#${id}-differs)`, 'another AI', other),
        );
      }
      const end = size(...runs(), look.metric);
      const counts = new Map();
      for (const row of rows) counts.set(step(t, row), (counts.get(step(t, row)) ?? 0) + 1);
      const steps = Array.from({ length: 2 * HALF + 1 }, (_, i) => i - HALF);
      const { title, unit } = atlas.nation_metrics[look.metric];
      const about = isLog(look.metric)
        ? `${title}: B as a multiple of A`
        : `${title}: B less A, ${unit}${/^(share|chance)/.test(unit) ? ' (pp: percentage points)' : ''}`;
      return [
        h('p', {}, `${about}; hatched: B is lower`),
        h(
          'ul',
          { class: 'lineages', 'aria-label': 'Differences, number of nations' },
          steps.map((one) =>
            key(
              fillOf(id, one),
              one === 0
                ? 'about the same'
                : `${edge(look.metric, end, one)}${Math.abs(one) === HALF ? ' and beyond' : ''}`,
              counts.get(one) ?? 0,
            ),
          ),
        ),
      ];
    },
    words(nation, t) {
      const [after, before] = runs();
      if (look.metric === 'lineage')
        return (
          `${nation.name}: in A ${uses(lineageOf(before, t, nation.row))}, in B ` +
          `${uses(lineageOf(after, t, nation.row))}`
        );
      const { title, unit } = atlas.nation_metrics[look.metric];
      const [b, a] = pair(t, nation.row).map((value) => amount(value, unit));
      return `${nation.name}: ${title.toLowerCase()} ${a} in A, ${b} in B ${unitWords(unit)}`;
    },
    table(t) {
      const [after, before] = runs();
      const values = (row) =>
        look.metric === 'lineage'
          ? [lineageOf(before, t, row), lineageOf(after, t, row), Number(differs(t, row))]
          : [...pair(t, row).reverse(), pair(t, row)[0] - pair(t, row)[1]];
      return {
        columns: ['iso3', 'nation', 'a', 'b', 'difference'],
        rows: atlas.nations.map(({ iso3, name, row }) => [iso3, name, ...values(row)]),
      };
    },
    source: () =>
      `Source: model runs, seed ${runs()[0].seed}; A: ${runs()[1].query}; B: ${runs()[0].query}. Borders: ` +
      'Natural Earth.',
  };
}
