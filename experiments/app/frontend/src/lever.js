// One lever: label, value with unit, slider with a mark at the preset's own value, reason and source.

import { atlas } from './atlas.js';
import { h } from './dom.js';

const STEPS = 200;

/** Position 0..STEPS <-> value; by orders of magnitude where the range spans more than two of them. */
function scale(low, high) {
  const log = low > 0 && high / low > 100;
  const [a, b] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const value = (position) => {
    const at = a + ((b - a) * position) / STEPS;
    return Number((log ? Math.exp(at) : at).toPrecision(4));
  };
  const position = (of) => Math.round((((log ? Math.log(of) : of) - a) / (b - a || 1)) * STEPS);
  return { value, position };
}

/** The scenario's own value of a parameter. */
export const baseline = (name, scenario) => atlas.scenarios[scenario].set[name] ?? atlas.parameters[name].value;

function about({ meaning, source }, own, unit) {
  return h(
    'details',
    { class: 'why' },
    h('summary', {}, [unit, `preset ${own}`, 'why'].filter(Boolean).join(' · ')),
    h('p', {}, `${meaning}.`),
    h('p', {}, `Source: ${source}.`),
  );
}

function choice(name, row, own, value, say) {
  const select = h(
    'select',
    {
      'data-name': name,
      'aria-label': row.label,
      onchange: () => say({ do: 'set', name, value: select.value === own ? null : select.value }),
    },
    row.choices.map((each) => h('option', { value: each, selected: each === (value ?? own) }, each)),
  );
  return h(
    'div',
    { class: 'lever' },
    h('div', { class: 'row' }, h('span', { class: 'label' }, row.label), select),
    about(row, own, ''),
  );
}

export function lever(name, scenario, value, say) {
  const row = atlas.parameters[name];
  const own = baseline(name, scenario);
  if (row.choices.length) return choice(name, row, own, value, say);
  const set = value === undefined ? own : Number(value);
  const low = Math.min(row.low ?? row.min, own, set);
  const high = Math.max(row.high ?? row.max, own, set);
  if (!(high > low)) return h('p', { class: 'note' }, `${row.label}: fixed at ${own} (${row.meaning})`);
  const to = scale(low, high);
  const choose = (number) => say({ do: 'set', name, value: number === own ? null : String(number) });
  const exact = h('input', {
    type: 'number',
    class: 'exact',
    step: 'any',
    min: row.min,
    max: row.max,
    value: set,
    'aria-label': `${row.label}, ${row.unit}`,
  });
  const slider = h('input', {
    type: 'range',
    min: 0,
    max: STEPS,
    step: 1,
    value: to.position(set),
    'data-name': name,
    'aria-label': row.label,
    'aria-valuetext': `${set} ${row.unit}`,
  });
  const mark = to.position(own);
  slider.addEventListener('input', () => {
    exact.value = to.value(Number(slider.value));
    slider.setAttribute('aria-valuetext', `${exact.value} ${row.unit}`);
  });
  slider.addEventListener('change', () => {
    performance.mark('slider-released');
    choose(Number(slider.value) === mark ? own : to.value(Number(slider.value)));
  });
  exact.addEventListener('change', () => exact.value !== '' && choose(Number(exact.value)));
  const unlikely = (row.low !== null && set < row.low) || (row.high !== null && set > row.high);
  return h(
    'div',
    { class: `lever${value === undefined ? '' : ' changed'}` },
    h('div', { class: 'row' }, h('span', { class: 'label' }, row.label), exact),
    h(
      'div',
      { class: 'track', style: `--own:${mark / STEPS}` },
      slider,
      h('i', { class: 'own', title: `preset: ${own}` }),
    ),
    unlikely ? h('span', { class: 'badge' }, 'outside its plausible range') : null,
    about(row, own, row.unit),
  );
}
