// Brings what Python sends into the store; draws nothing but a failure.

import { h, replace } from '../dom.js';
import { meetLineages } from '../palette.js';
import { futures, setFuture, setShared } from '../store.js';

export function feed({ el, props, payload, onProps, onPayload, signal }) {
  const { name } = props();
  const failure = h('div', { role: 'alert' });
  const take = () => {
    performance.mark(`${name}-arrived`);
    setFuture(name, payload());
    if (futures[name]?.lineages) meetLineages(futures[name]);
  };
  const told = () => {
    const { query, command, message } = props();
    if (query !== undefined) setShared({ query, command });
    replace(failure, message && h('p', { class: 'problem' }, `This future could not be computed: ${message}`));
  };
  told();
  take();
  onProps(told);
  onPayload(take);
  el.append(failure);
  signal.addEventListener('abort', () => name === 'main' || setFuture(name, null));
}
