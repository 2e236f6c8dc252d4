// Brings what Python sends into the store; draws nothing but a failure.

import { failed, h, replace } from '../dom.js';
import { meetLineages } from '../palette.js';
import { futures, setFuture, setShared, setTitle } from '../store.js';

export function feed({ el, props, payload, onProps, onPayload, say, signal }) {
  const { name } = props();
  const failure = h('div', { role: 'alert' });
  const take = () => {
    setFuture(name, payload(), meetLineages);
    const { query, complete, arrays } = futures[name] ?? {};
    const detail = { query, complete, seeds: arrays?.worlds?.shape[0] };
    requestAnimationFrame(() => setTimeout(() => performance.mark(`${name}-painted`, { detail })));
  };
  const told = () => {
    const { query, command, message, title } = props();
    if (title !== undefined) setTitle(name, title);
    if (query !== undefined) setShared({ query, command });
    replace(failure, message && failed('This could not be computed', message, () => say({ do: 'retry' })));
  };
  told();
  take();
  onProps(told);
  onPayload(take);
  el.append(failure);
  signal.addEventListener('abort', () => name === 'main' || setFuture(name, null));
}
