// Charts of a sweep: outcomes of its runs, and what its analysis says of a metric.

import { fileName } from './actions.js';
import { atlas } from './atlas.js';
import { curves, sample, STYLES } from './curves.js';
import { h } from './dom.js';
import { rowsChart } from './rows.js';
import { scatter } from './scatter.js';
import { quantile } from './words.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Letters, colours and dashes of lines in words. */
export const key = (labels) =>
  h(
    'ul',
    { class: 'lineages legend' },
    labels.map((label, i) => h('li', {}, sample(i % STYLES), h('b', {}, LETTERS[i % 26]), h('span', {}, label))),
  );

/** Names the files of a chart; `from` is { name, source } of the sweep. */
const fileOf = (what, from) => () => fileName(what, from.name);

/** Title, unit and meaning of a metric. */
const words = (metric) => atlas.world_metrics[metric] ?? { title: metric, unit: '', meaning: '' };

/** Runs that are drawn as dots, of each group or in a cloud; the data's table has all. */
const DOTS = 300;
const CLOUD = 3000;
const some = (all, most) => (all.length > most ? all.filter((_, i) => i % Math.ceil(all.length / most) === 0) : all);
const drawnOf = (all, most) => (all.length > most ? ` ${some(all, most).length} of ${all.length} runs are drawn.` : '');

/** Final values of a metric, a run each. */
function finals(sweep, metric) {
  const { data, shape } = sweep.arrays.finals;
  const column = sweep.metrics.indexOf(metric);
  return Array.from({ length: shape[0] }, (_, run) => data[run * shape[1] + column]);
}

const settingOf = (sweep, run, i) => sweep.arrays.settings.data[run * sweep.factors.length + i];

/** The columns of a run in the data's tables: seed, scenario, factors by name, the value. */
function cells(sweep, run, value) {
  const factors = sweep.factors.map(({ levels }, i) => levels[settingOf(sweep, run, i)] ?? settingOf(sweep, run, i));
  return [sweep.seeds[run], sweep.scenarios[sweep.arrays.scenario.data[run]], ...factors, value];
}

const columnsOf = (sweep, metric) => ['seed', 'scenario', ...sweep.factors.map(({ name }) => name), metric];

/** Every run's outcome by group: dots, 80 % of them as a line, their median as a diamond. */
function byGroup(sweep, metric, from, names, groupOf, width) {
  const { title, unit, meaning } = words(metric);
  const values = finals(sweep, metric);
  const rows = names.map((label, group) => {
    const dots = values.filter((_, run) => groupOf(run) === group);
    const sorted = dots.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
    const [low, value, high] = sorted.length
      ? [0.1, 0.5, 0.9].map((share) => quantile(sorted, share))
      : [NaN, NaN, NaN];
    return {
      label: `${label} (${dots.length})`,
      value,
      low,
      high,
      dots: some(dots, DOTS),
      cells: [label, dots.length, low, value, high],
    };
  });
  const columns = ['group', 'runs', 'low_10', 'median', 'high_90'];
  return rowsChart(
    {
      name: fileOf(`outcomes-${metric}`, from),
      title: `${title} at the end of each run`,
      unit,
      meaning: `${meaning} Dots: runs, at most ${DOTS} of a group; diamond: median; line: 80 % of the runs.`,
      source: from.source,
      columns,
      zero: false,
    },
    rows,
    width,
  );
}

/** Outcomes by scenario (`factor` -1) or by a factor of the plan. */
export function outcomes(sweep, metric, factor, from, width) {
  if (factor < 0) return byGroup(sweep, metric, from, sweep.scenarios, (run) => sweep.arrays.scenario.data[run], width);
  const { name, levels } = sweep.factors[factor];
  if (levels.length)
    return byGroup(
      sweep,
      metric,
      from,
      levels.map((level) => `${name} = ${level}`),
      (run) => settingOf(sweep, run, factor),
      width,
    );
  const { title, unit, meaning } = words(metric);
  const points = finals(sweep, metric).map((y, run) => ({
    x: settingOf(sweep, run, factor),
    y,
    group: sweep.arrays.scenario.data[run],
    cells: cells(sweep, run, y),
  }));
  return scatter(
    {
      name: fileOf(`${metric}-against-${name}`, from),
      title: `${title} at the end of each run`,
      unit,
      xTitle: name,
      groups: sweep.scenarios,
      meaning: `${meaning}${drawnOf(points, CLOUD)}`,
      source: from.source,
      columns: columnsOf(sweep, metric),
    },
    points,
    some(points, CLOUD),
    width,
  );
}

/** A chart of a metric by scenario, quarter by quarter; null where the sweep kept no quarters. */
export function paths(sweep, metric, from, width) {
  if (!sweep.quarters.length) return null;
  const { data, shape } = sweep.arrays.lines;
  const [, parts, quarters, metrics] = shape;
  const at = (scenario, part) =>
    Array.from(
      { length: quarters },
      (_, t) => data[((scenario * parts + part) * quarters + t) * metrics + sweep.metrics.indexOf(metric)],
    );
  const chart = curves(
    {
      name: fileOf(`paths-${metric}`, from),
      ...words(metric),
      source: () => `Medians and 80 % of the runs. ${from.source}`,
    },
    width,
  );
  chart.update(
    sweep.quarters,
    sweep.scenarios.map((label, i) => {
      const [low, values, high] = [0, 1, 2].map((part) => at(i, part));
      return { mark: LETTERS[i % 26], label, values, edges: low.map((one, t) => [one, high[t]]) };
    }),
  );
  return chart;
}

const pick = (rows, metric) => (rows ?? []).filter((row) => row.metric === metric);
const numbers = (row, keys) => Object.fromEntries(keys.map((key) => [key, row[key] ?? NaN]));

/** What each policy changes, in pairs, with its interval. */
export function effects(analysis, metric, from, width) {
  const found = pick(analysis.effects, metric);
  if (!found.length) return null;
  const { title, unit, meaning } = words(metric);
  const columns = ['policy', 'against', 'level', 'a', 'b', 'difference', 'low', 'high', 'pairs'];
  const rows = found.map((row) => ({
    label: `${row.level} against ${row.against}`,
    ...numbers(row, ['low', 'high']),
    value: row.difference ?? NaN,
    cells: columns.map((key) => row[key]),
  }));
  return rowsChart(
    {
      name: fileOf(`effects-${metric}`, from),
      title: `${title}: what each policy changes`,
      unit: `difference, ${unit}`,
      meaning: `${meaning} Paired differences with 95 % intervals.`,
      source: from.source,
      columns,
      zero: true,
    },
    rows,
    width,
  );
}

/** The same, quarter by quarter: what a policy buys, and when. Null where quarters were not kept. */
export function effectPaths(analysis, metric, from, width) {
  const found = pick(analysis.paths, metric);
  if (!found.length) return null;
  const { title, unit, meaning } = words(metric);
  const quarters = [...new Set(found.map((row) => row.quarter))].sort();
  const labels = [...new Set(found.map((row) => `${row.level} against ${row.against}`))];
  const lines = labels.map((label, i) => {
    const of = new Map(
      found.filter((row) => `${row.level} against ${row.against}` === label).map((row) => [row.quarter, row]),
    );
    const part = (name) => quarters.map((quarter) => of.get(quarter)?.[name] ?? NaN);
    const [low, high] = [part('low'), part('high')];
    return { mark: LETTERS[i % 26], label, values: part('difference'), edges: low.map((one, t) => [one, high[t]]) };
  });
  const about = {
    name: fileOf(`effect-paths-${metric}`, from),
    title: `${title}: what each policy changes, quarter by quarter`,
    unit,
    meaning: `${meaning} Paired differences with 95 % intervals.`,
    source: () => from.source,
  };
  const chart = curves(about, width);
  chart.update(quarters, lines);
  return { node: [chart.node, key(labels)], cursor: chart.cursor };
}

/** Which factors explain the metric: Sobol' or Morris indices. */
export function importance(analysis, metric, from, width) {
  const found = pick(analysis.indices, metric);
  if (!found.length) return null;
  const sobol = 'total' in found[0];
  const [value, conf] = sobol ? ['total', 'total_conf'] : ['mu_star', 'mu_star_conf'];
  const columns = [
    'scenario',
    'factor',
    ...Object.keys(found[0]).filter((key) => !['scenario', 'factor', 'metric'].includes(key)),
  ];
  const rows = found.map((row) => ({
    label: `${row.factor} (${row.scenario})`,
    value: row[value],
    low: row[value] - row[conf],
    high: row[value] + row[conf],
    cells: columns.map((key) => row[key]),
  }));
  const unit = sobol ? 'share of variance, total effect' : `mean absolute elementary effect, ${words(metric).unit}`;
  return rowsChart(
    {
      name: fileOf(`importance-${metric}`, from),
      title: `${words(metric).title}: which factors matter`,
      unit,
      meaning: sobol ? "Sobol' total indices." : 'Morris screening.',
      source: from.source,
      columns,
      zero: true,
    },
    rows,
    width,
  );
}

/** Rank correlation of the factors with the metric. */
export function correlations(analysis, metric, from, width) {
  const found = pick(analysis.associations, metric);
  if (!found.length) return null;
  const columns = ['scenario', 'factor', 'rho', 'chance'];
  const rows = found.map((row) => ({
    label: `${row.factor} (${row.scenario})`,
    value: row.rho,
    low: Math.min(0, row.rho),
    high: Math.max(0, row.rho),
    cells: columns.map((key) => row[key]),
  }));
  return rowsChart(
    {
      name: fileOf(`correlations-${metric}`, from),
      title: `${words(metric).title}: which way each factor pulls`,
      unit: 'rank correlation, -1 to 1',
      meaning: "Spearman's rank correlation over points; chance is its p-value.",
      source: from.source,
      columns,
      zero: true,
    },
    rows,
    width,
  );
}
