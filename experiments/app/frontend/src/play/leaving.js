// Before the table is left: a question.

import { h } from '../dom.js';

/** Asks before the table is left. */
export function leaving(say) {
  const dialog = h(
    'dialog',
    { class: 'ask', 'aria-labelledby': 'ask-leave' },
    h('h2', { id: 'ask-leave' }, 'Leave the table?'),
    h('p', {}, 'Every quarter that you played is kept on this machine; the page Play lists it, to be gone on with.'),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'main-act', onclick: () => dialog.close() }, 'Stay'),
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            dialog.close();
            say({ do: 'leave' });
          },
        },
        'Leave the table',
      ),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.querySelector('.shell').append(dialog);
  dialog.showModal();
}
