// What is on the screen: the scenario's title and what it assumes.

import { atlas } from '../atlas.js';
import { h, replace } from '../dom.js';
import { futures, listen } from '../store.js';

export function story({ el, signal }) {
  const box = h('div', { class: 'story' });
  const draw = () => {
    const run = futures.main;
    if (!run) return replace(box, h('h1', {}, 'The world is being played …'));
    const scenario = atlas.scenarios[run.scenario];
    const own =
      new URLSearchParams(run.query).getAll('set').length + new URLSearchParams(run.query).getAll('strategy').length;
    return replace(
      box,
      h('h1', {}, scenario?.title ?? run.scenario),
      h('p', {}, scenario?.assumes ?? ''),
      h(
        'p',
        { class: 'note' },
        `Scenario ${run.scenario}, seed ${run.seed}, ${run.quarters[0]} to ` +
          `${run.quarters.at(-1)}${own ? `, with ${own} ${own === 1 ? 'change' : 'changes'} of yours` : ''}.`,
      ),
    );
  };
  draw();
  listen(signal, (what) => what === 'main' && draw());
  el.append(box);
}
