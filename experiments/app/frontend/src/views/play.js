// Play: the choice of a seat, then the desk quarter by quarter, then the debrief.

import { failed as failure, h, replace } from '../dom.js';
import { futures, listen, setPageWords } from '../store.js';
import { choose } from '../play/choose.js';
import { debrief } from '../play/debrief.js';
import { desk } from '../play/desk.js';

/** What there is to do where a quarter could not be played. */
function broken({ failed, turns }, say) {
  return [
    failure('This quarter could not be played', failed, () => say({ do: 'retry', what: 'game' })),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        { type: 'button', disabled: !turns, onclick: () => say({ do: 'undo', played: turns }) },
        'Undo a quarter',
      ),
      h('button', { type: 'button', onclick: () => say({ do: 'leave' }) }, 'Leave'),
    ),
  ];
}

export function play({ el, props, onProps, say, signal }) {
  const box = h('div', { class: 'game' });
  let shown = { key: '', refresh: () => {} };
  let leave = new AbortController();
  signal.addEventListener('abort', () => leave.abort());

  const draw = () => {
    const { seated, turns, failed, name, games } = props();
    setPageWords(name && `game=${name}`, signal);
    const game = seated ? futures.game?.game : null;
    const stage = !seated
      ? `choose ${JSON.stringify(games)}`
      : failed
        ? 'failed'
        : !game
          ? 'waiting'
          : `${game.nation} ${game.file}`;
    box.classList.toggle('busy', Boolean(game) && game.played !== turns);
    if (stage === shown.key) return shown.refresh();
    leave.abort();
    leave = new AbortController();
    const first = shown.key === '';
    shown = { key: stage, refresh: () => {} };
    if (!seated) return replace(box, choose(say, games));
    if (stage === 'failed') return replace(box, broken(props(), say));
    if (stage === 'waiting')
      return replace(
        box,
        h('h1', {}, 'The table is being laid …'),
        h(
          'p',
          { class: 'note' },
          turns ? `Playing ${turns} quarters again.` : 'Two worlds begin: yours, and the same one without you.',
        ),
      );
    const part = { say, signal: leave.signal, state: props };
    const scene = game.ending ? debrief(game, futures.game.quarters, part) : desk(game, part);
    shown.refresh = scene.refresh;
    replace(box, scene.node);
    if (!first) {
      scene.title.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    return null;
  };
  draw();
  onProps(draw);
  listen(signal, (what) => what === 'game' && draw());
  el.append(box);
}
