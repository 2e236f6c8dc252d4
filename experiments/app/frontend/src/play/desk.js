// The desk of a quarter: briefing, what happened, offers, levers, and the plan.

import { atlas } from '../atlas.js';
import { h, replace } from '../dom.js';
import { listen, setLook } from '../store.js';
import { map } from '../views/map.js';
import { bar } from './bar.js';
import { bodies, offers } from './bodies.js';
import { forecast } from './forecast.js';
import { goals } from './goals.js';
import { lastQuarter } from './last.js';
import { atHome, towardNation } from './levers.js';
import { planner } from './plan.js';
import { nameOf, sentences } from './sentences.js';

/** What all parts of the desk share: the game, the plan, and how it is changed. */
function laid(game, { say, state }) {
  const plan = planner(game, state().name);
  const warning = h('p', { class: 'refusal', role: 'status' });
  const table = {
    game,
    plan,
    say,
    state,
    named: sentences(game),
    warning,
    outlook: h('div', { class: 'outlook', 'aria-live': 'polite' }),
    put(one) {
      warning.textContent = plan.put(one);
      table.redraw();
    },
    drop(one) {
      plan.drop(one);
      warning.textContent = '';
      table.redraw();
    },
  };
  return table;
}

const PARTS = { offers, home: atHome, toward: towardNation, bodies, bar };

/** The boxes of what changes with the plan, and how they are filled. */
function parts(table) {
  const boxes = {
    offers: h('div', { class: 'offers' }),
    home: h('div', {}),
    toward: h('div', {}),
    bodies: h('div', {}),
    bar: h('div', { class: 'plan', role: 'region', 'aria-label': 'Your plan' }),
  };
  const fill = (name) => replace(boxes[name], ...PARTS[name](table));
  return { boxes, fill };
}

function about(game) {
  const { quarters, scenario, seed, strategies } = game.setup;
  const rivals = Object.values(strategies)[0] ?? 'by their own strategies';
  return (
    `${game.played} of ${quarters} quarters played, each kept · ${atlas.scenarios[scenario]?.title ?? scenario} · ` +
    `seed ${seed} · rivals: ${rivals} · your staff would go by ${game.strategy}`
  );
}

function read({ game, named }, world) {
  const told = game.briefing.map(({ text }) => h('li', {}, named(text)));
  return h(
    'div',
    { class: 'read' },
    h('section', { class: 'briefing' }, h('h2', {}, 'Briefing'), h('ul', { class: 'plain' }, told)),
    h('section', { class: 'last' }, h('h2', {}, 'Last quarter'), lastQuarter(game, named)),
    world,
  );
}

function decide(boxes) {
  const group = (title, box) => h('details', { class: 'group', open: true }, h('summary', {}, title), box);
  return h(
    'div',
    { class: 'decide' },
    h('section', {}, h('h2', {}, 'Offers'), boxes.offers),
    h(
      'section',
      {},
      h('h2', {}, 'Decide'),
      group('At home', boxes.home),
      group('Toward a nation', boxes.toward),
      group('Bodies', boxes.bodies),
    ),
  );
}

export function desk(game, { say, signal, state }) {
  game.rows = new Map(atlas.nations.map((nation) => [nation.iso3, nation.row]));
  const table = laid(game, { say, state });
  const { boxes, fill } = parts(table);
  const again = () => say({ do: 'retry', what: 'forecast' });
  const weigh = () => replace(table.outlook, forecast(game, table.plan.list(), state(), again));
  const refresh = () => {
    fill('bar');
    weigh();
  };
  table.redraw = () => {
    const focused = document.activeElement?.id;
    for (const name of Object.keys(PARTS)) fill(name);
    weigh();
    if (focused) document.getElementById(focused)?.focus();
  };
  const world = h('section', { class: 'nations' });
  map({ el: world, props: () => ({ future: 'game' }), signal });
  setLook({ t: game.played });
  table.redraw();
  listen(signal, (what) => {
    if (what === 'nation') fill('toward');
    if (what === 'with-plan' || what === 'without-plan') weigh();
  });
  const title = h('h1', { tabindex: -1 }, `${nameOf(game.nation)}, ${game.quarter}`);
  const node = h(
    'div',
    { class: 'desk' },
    title,
    h('p', { class: 'note' }, about(game)),
    goals(game),
    h('div', { class: 'sheets' }, read(table, world), decide(boxes)),
    boxes.bar,
  );
  return { node, title, refresh };
}
