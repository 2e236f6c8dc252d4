// What the colours of the map mean, with counts.

import { atlas } from './atlas.js';
import { h, s } from './dom.js';
import { cividis, lineageName, lineageStyle, metricScale, patternFill, STYLE_NAMES } from './palette.js';
import { look, nationLineages, nationValues } from './store.js';
import { amount, unitWords } from './words.js';

const STEPS = 24;
const ORDER = { own: 1e3, other: 1e4, none: 1e5 };

function swatch(fill) {
  return s(
    'svg',
    { width: 22, height: 14, 'aria-hidden': 'true' },
    s('rect', { x: 0.5, y: 0.5, width: 21, height: 13, rx: 2, class: 'swatch', style: `fill:${fill}` }),
  );
}

function lineageLegend(run, t, id) {
  const groups = new Map();
  for (const index of nationLineages(run, t)) {
    const name = run.lineages[index];
    const style = lineageStyle(name);
    const group = groups.get(style) ?? { style, names: new Set(), nations: 0 };
    group.names.add(name);
    group.nations += 1;
    groups.set(style, group);
  }
  const rows = [...groups.values()].sort((a, b) => (ORDER[a.style] ?? -a.nations) - (ORDER[b.style] ?? -b.nations));
  return rows.map(({ style, names, nations }) =>
    h(
      'li',
      { title: [...names].join(', ') },
      swatch(patternFill(id, style)),
      h('span', {}, names.size > 1 || style === 'none' ? STYLE_NAMES[style] : lineageName([...names][0])),
      h('b', {}, String(nations)),
    ),
  );
}

function scaleLegend(run, beside) {
  const { title, unit } = atlas.nation_metrics[look.metric];
  const { low, high, log } = metricScale(run, look.metric, beside);
  const bars = Array.from({ length: STEPS }, (_, i) =>
    s('rect', { x: i * 8, width: 8.5, height: 12, fill: cividis(i / (STEPS - 1)) }),
  );
  return h(
    'div',
    { class: 'scale' },
    h('span', {}, `${title}, ${unit}${log ? ' (log scale)' : ''}`),
    h('span', {}, amount(low, unit)),
    s('svg', { width: STEPS * 8, height: 12, 'aria-hidden': 'true' }, bars),
    h('span', {}, `${amount(high, unit)} ${unitWords(unit)}`),
  );
}

export function legend(run, t, id, beside = run) {
  const sovereign = nationValues(run, 'sovereign', t).reduce((sum, one) => sum + one, 0);
  const fence = h(
    'p',
    { class: 'fence' },
    s(
      'svg',
      { width: 22, height: 14, 'aria-hidden': 'true' },
      s('rect', { x: 2, y: 2, width: 18, height: 10, rx: 2, class: 'fenced' }),
    ),
    `bold outline: a sovereign AI (${sovereign} nations)`,
  );
  const main =
    look.metric === 'lineage'
      ? h(
          'ul',
          { class: 'lineages', 'aria-label': 'Developer of the base model that most people use; number of nations' },
          lineageLegend(run, t, id),
        )
      : scaleLegend(run, beside);
  return [main, fence];
}
