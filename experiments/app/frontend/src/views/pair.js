// Which two futures are compared, how far the seeds have come, and the command line that gives the same table.

import { atlas } from '../atlas.js';
import { sample } from '../curves.js';
import { command, h, replace } from '../dom.js';
import { futures, listen, setPageWords } from '../store.js';

const SEEDS = [4, 8, 16, 32, 64];

function choice(side, chosen, say) {
  const { mine, current } = chosen;
  const names = [
    ...Object.entries(atlas.scenarios).map(([name, { title }]) => [name, title]),
    [mine, `Your future, as steered (from ${current})`],
  ];
  const select = h(
    'select',
    { 'data-name': side, onchange: () => say({ do: side, name: select.value }) },
    names.map(([value, text]) => h('option', { value, selected: value === chosen[side] }, text)),
  );
  const own = chosen[side] === mine;
  return h(
    'div',
    { class: 'side' },
    h('label', { class: 'field wide' }, h('span', {}, sample(side === 'a' ? 0 : 1), ` ${side.toUpperCase()}`), select),
    h(
      'p',
      { class: 'note' },
      own
        ? `What the page Steer holds: ${atlas.scenarios[current]?.title ?? current} with your changes.`
        : atlas.scenarios[chosen[side]].assumes,
    ),
  );
}

function progress() {
  const { seeds = 0, done = 0 } = futures.pair ?? {};
  const words = done < seeds ? `${done} of ${seeds} pairs of runs are in` : `All ${seeds} pairs of runs are in`;
  return [
    h('progress', { max: seeds || 1, value: done, 'aria-label': 'Pairs of runs' }),
    h('span', { class: 'note' }, words),
  ];
}

export function pair({ el, props, onProps, say, signal }) {
  const form = h('div', { class: 'panel pairing' });
  const bar = h('div', { class: 'row comes', 'aria-live': 'polite' });
  const draw = () => {
    const chosen = props();
    const focused = form.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    const seeds = h(
      'select',
      { 'data-name': 'seeds', onchange: () => say({ do: 'seeds', seeds: Number(seeds.value) }) },
      [...new Set([...SEEDS, chosen.seeds])]
        .sort((a, b) => a - b)
        .map((n) => h('option', { value: n, selected: n === chosen.seeds }, n)),
    );
    replace(
      form,
      h('div', { class: 'twins' }, choice('a', chosen, say), choice('b', chosen, say)),
      h(
        'div',
        { class: 'bar' },
        h('button', { type: 'button', 'data-name': 'swap', onclick: () => say({ do: 'swap' }) }, 'Swap A and B'),
        h('label', { class: 'field' }, h('span', {}, 'Paired seeds'), seeds),
        bar,
      ),
      chosen.a === chosen.b ? h('p', { class: 'badge' }, 'Both sides are the same: nothing can differ.') : null,
      h('div', { class: 'command' }, h('small', {}, 'The same table from the command line'), command(chosen.command)),
    );
    if (focused) form.querySelector(`[data-name="${focused}"]`)?.focus();
    setPageWords(chosen.query, signal);
  };
  replace(bar, progress());
  draw();
  onProps(draw);
  listen(signal, (what) => what === 'pair' && replace(bar, progress()));
  el.append(
    h('h1', {}, 'Two futures, the same chance'),
    h(
      'p',
      {},
      'Both run on the same seeds, so what differs is the policy. The maps show the first seed; lines, bands ' +
        'and intervals are over all of them. Scales are the same on both sides.',
    ),
    form,
  );
}
