// What the manifest of an opened run says.

import { h, replace } from '../dom.js';
import { futures, listen } from '../store.js';
import { provenance } from './folders.js';

export function about({ el, props, signal }) {
  const { future } = props();
  const box = h('div', { class: 'story' });
  const draw = () => {
    const run = futures[future];
    if (run?.about)
      replace(
        box,
        provenance(run.about),
        h(
          'p',
          { class: 'note' },
          `Scenario ${run.scenario}, seed ${run.seed}, ${run.quarters[0]} to ${run.quarters.at(-1)}.`,
        ),
      );
  };
  draw();
  listen(signal, (what) => what === future && draw());
  el.append(box);
}
