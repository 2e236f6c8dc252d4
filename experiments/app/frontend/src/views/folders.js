// The folders of results that can be opened, and messages in their place.

import { command as commandLine, h, replace } from '../dom.js';
import { setPageWords } from '../store.js';

const KINDS = { run: 'run', sweep: 'sweep', claims: 'verdicts', broken: 'broken' };

export function folders({ el, props, onProps, say, signal }) {
  const list = h('ul', { class: 'folders', 'aria-label': 'Folders of results' });
  const draw = () => {
    const { folders: all, open, query } = props();
    const focused = list.contains(document.activeElement);
    replace(
      list,
      all.map(({ name, kind, title }) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', 'aria-pressed': String(name === open), onclick: () => say({ do: 'open', name }) },
            h('span', { class: 'badge kind' }, KINDS[kind]),
            h('b', {}, name === '.' ? 'this folder' : name),
            h('small', {}, title),
          ),
        ),
      ),
    );
    if (focused) list.querySelector('[aria-pressed=true]')?.focus();
    setPageWords(query, signal);
  };
  draw();
  onProps(draw);
  el.append(h('h1', {}, 'Results'), list);
}

export function notice({ el, props, onProps, say }) {
  const box = h('div', { class: 'notice', role: 'status' });
  const draw = () => {
    const { title, message, retry } = props();
    replace(
      box,
      title && h('h1', {}, title),
      h('p', { class: 'told-why' }, message),
      retry && h('button', { type: 'button', class: 'retry', onclick: () => say({ do: 'retry' }) }, 'Retry'),
    );
  };
  draw();
  onProps(draw);
  el.append(box);
}

/** What a folder says of itself: title, assumption, command line, version. */
export function provenance({ title, name, assumes, question, command, version, commit, notes = [] }) {
  return [
    h('h2', {}, title ?? name ?? ''),
    h('p', {}, assumes ?? question ?? ''),
    notes.length
      ? h(
          'ul',
          { class: 'note' },
          notes.map((note) => h('li', {}, `Note: ${note}`)),
        )
      : null,
    command
      ? h(
          'div',
          { class: 'command' },
          h('small', {}, `Made by version ${version}${commit ? `, commit ${commit.slice(0, 8)}` : ''}, with`),
          commandLine(command),
        )
      : null,
  ];
}
