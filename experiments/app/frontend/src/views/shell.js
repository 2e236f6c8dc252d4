// The frame: brand, navigation, theme, message about a broken input, and whose borders these are.

import { atlas } from '../atlas.js';
import { h, replace } from '../dom.js';
import { checkLook, look, query, setLook } from '../store.js';

const THEME = ':solara:theme.variant';

function setTheme(dark) {
  const theme = dark ? 'dark' : 'light';
  localStorage.setItem(THEME, JSON.stringify(theme));
  document.documentElement.dataset.theme = theme;
  const vue = document.querySelector('.v-application')?.__vue__;
  if (vue) vue.$vuetify.theme.dark = dark;
}

function go(event, path) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  window.solara.router.push(`${path}?${query()}`);
}

function themeButton() {
  const dark = () => document.documentElement.dataset.theme === 'dark';
  const button = h('button', { class: 'quiet', type: 'button' });
  const word = () => {
    button.textContent = dark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to the ${dark() ? 'light' : 'dark'} theme`);
  };
  button.addEventListener('click', () => {
    setTheme(!dark());
    word();
  });
  word();
  return button;
}

/** Space plays and pauses, comma and full stop step, wherever nothing else wants the key. */
function keys(event) {
  if (
    event.target.closest('input, select, textarea, button, a, summary, [role=group], dialog') ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  if (event.key === ' ') setLook({ playing: !look.playing });
  else if (event.key === ',') setLook({ playing: false, t: Math.max(0, look.t - 1) });
  else if (event.key === '.') setLook({ playing: false, t: look.t + 1 });
  else return;
  event.preventDefault();
}

export function shell({ el, props, onProps, signal }) {
  checkLook();
  const links = h('nav', { 'aria-label': 'Pages' });
  const draw = () => {
    const { pages, path } = props();
    replace(
      links,
      pages.map((page) =>
        h(
          'a',
          {
            href: page.path,
            onclick: (event) => go(event, page.path),
            'aria-current': page.path === path ? 'page' : null,
          },
          page.title,
        ),
      ),
    );
    document.title = `${pages.find((page) => page.path === path)?.title ?? 'sovereigns'} · sovereigns`;
  };
  draw();
  onProps(draw);
  document.addEventListener('keydown', keys, { signal });
  el.append(
    h('a', { class: 'skip', href: '#page' }, 'Skip to the page'),
    h(
      'header',
      {},
      h('a', { class: 'brand', href: '/', onclick: (event) => go(event, '/') }, 'sovereigns'),
      links,
      themeButton(),
    ),
  );
}

export function problem({ el, props, onProps, say }) {
  const box = h('div', { role: 'alert' });
  const draw = () => {
    const { message } = props();
    replace(
      box,
      message &&
        h(
          'div',
          { class: 'problem' },
          h('p', {}, message),
          h('button', { type: 'button', class: 'quiet', onclick: () => say({ do: 'close' }) }, 'Close'),
        ),
    );
  };
  draw();
  onProps(draw);
  el.append(box);
}

export function footer({ el }) {
  el.append(
    h(
      'footer',
      {},
      h(
        'p',
        {},
        'Numbers are of the model: it explores what follows from assumptions, it does not predict. One quarter ' +
          'is a step; units stand beside each number.',
      ),
      h(
        'p',
        {},
        `Borders: Natural Earth (${atlas.geometry}), de facto, simplified. They take no side, and neither does ` +
          `the model: its players are the ${atlas.nations.length} members of the United Nations; every other ` +
          'territory is drawn as no player.',
      ),
      h('p', {}, 'Keys: space plays, comma and full stop step; in the map arrows move, Enter chooses, Escape leaves.'),
    ),
  );
}
