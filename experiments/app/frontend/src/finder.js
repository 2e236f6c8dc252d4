// Find a nation by its name.

import { atlas } from './atlas.js';
import { h } from './dom.js';
import { setLook } from './store.js';

let count = 0;

export function finder() {
  count += 1;
  const id = `nations${count}`;
  const list = h(
    'datalist',
    { id },
    atlas.nations.map((nation) => h('option', { value: nation.name })),
  );
  const input = h('input', {
    list: id,
    type: 'search',
    placeholder: 'Find a nation',
    'aria-label': 'Find a nation',
    autocomplete: 'off',
  });
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    const found = atlas.nations.find(
      (nation) => nation.name.toLowerCase() === wanted || nation.iso3.toLowerCase() === wanted,
    );
    if (found) setLook({ nation: found.iso3, hover: null });
  });
  input.addEventListener('change', () => {
    const wanted = input.value.trim().toLowerCase();
    const found = wanted && atlas.nations.find((nation) => nation.name.toLowerCase().startsWith(wanted));
    if (found) setLook({ nation: found.iso3, hover: null });
  });
  return h('div', { class: 'finder' }, input, list);
}
