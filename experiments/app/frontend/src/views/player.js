// Play, pause, step, speed and scrub through the quarters that the browser already has.

import { h, s, replace } from '../dom.js';
import { futures, listen, look, runAt, setLook, shared } from '../store.js';

const SPEEDS = [1, 2, 4, 8, 16];

function icon(path) {
  return s(
    'svg',
    { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' },
    s('path', { d: path, fill: 'currentColor' }),
  );
}

const PLAY = 'M7 4v16l13-8z';
const PAUSE = 'M6 4h4v16H6zM14 4h4v16h-4z';
const BACK = 'M17 4v16L7 12zM4 4h3v16H4z';
const NEXT = 'M7 4v16l10-8zM17 4h3v16h-3z';

let timer = 0;
/** The future whose quarters are played. */
let played = 'main';
const last = () => (futures[played]?.quarters.length ?? 1) - 1;

function tick() {
  if (look.t >= last()) return setLook({ playing: false });
  return setLook({ t: look.t + 1 });
}

/** One clock for the page, whatever number of players it has. */
function clock() {
  clearInterval(timer);
  if (look.playing) timer = setInterval(tick, 1000 / look.speed);
}

export function player({ el, props, signal }) {
  const { future = 'main' } = props();
  played = future;
  const to = (t) => setLook({ playing: false, t: Math.max(0, Math.min(last(), t)) });
  const play = h('button', {
    type: 'button',
    class: 'round',
    onclick: () => setLook(look.t >= last() ? { t: 0, playing: true } : { playing: !look.playing }),
  });
  const scrub = h('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 1,
    class: 'scrub',
    'aria-label': 'Quarter',
    oninput: () => to(Number(scrub.value)),
  });
  const label = h('output', { class: 'quarter' });
  const speed = h(
    'select',
    { 'aria-label': 'Quarters a second', onchange: () => setLook({ speed: Number(speed.value) }) },
    SPEEDS.map((each) => h('option', { value: each }, `${each} a second`)),
  );
  speed.value = look.speed;

  const waiting = h('span', { class: 'note', 'aria-live': 'polite' });
  const box = h('div', { class: 'player' });

  function draw() {
    const run = futures[future];
    replace(play, icon(look.playing ? PAUSE : PLAY));
    play.setAttribute('aria-label', look.playing ? 'Pause' : 'Play');
    scrub.max = last();
    scrub.value = look.t ?? 0;
    scrub.style.setProperty('--done', `${(100 * (look.t ?? 0)) / Math.max(last(), 1)}%`);
    const shown = run && Math.min(look.t ?? 0, (runAt(future)?.done ?? 1) - 1);
    label.textContent = run ? run.quarters[shown] : '';
    const stale = !run || (future === 'main' && run.query !== shared.query);
    box.classList.toggle('waiting', stale || !run.complete);
    waiting.textContent = stale ? 'computing …' : run.complete ? '' : `computed to ${run.quarters[run.done - 1]} …`;
    scrub.setAttribute('aria-valuetext', label.textContent);
  }

  draw();
  listen(signal, (what) => {
    if (what === 'playing' || what === 'speed') clock();
    if (['t', 'playing', 'shared', future].includes(what)) draw();
  });
  signal.addEventListener('abort', () => setLook({ playing: false }));
  box.append(
    h(
      'button',
      { type: 'button', class: 'round small', 'aria-label': 'One quarter back', onclick: () => to(look.t - 1) },
      icon(BACK),
    ),
    play,
    h(
      'button',
      { type: 'button', class: 'round small', 'aria-label': 'One quarter on', onclick: () => to(look.t + 1) },
      icon(NEXT),
    ),
    label,
    scrub,
    waiting,
    speed,
  );
  el.append(box);
}
