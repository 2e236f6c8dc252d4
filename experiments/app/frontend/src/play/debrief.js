// The end: your game beside the same world without you, and beside games that strategies played.

import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { chartActions, fileName, ofRun } from '../actions.js';
import { atlas } from '../atlas.js';
import { download, failed, h, replace, s } from '../dom.js';
import { futures, listen } from '../store.js';
import { unitWords, worldAmount } from '../words.js';
import { goals, points, TITLES } from './goals.js';

const HEADS = {
  won: 'Your nation is better off for your leadership',
  drawn: 'Neither better nor worse',
  lost: 'Your nation would have done better without you',
  'everyone loses': 'Everyone loses',
};
const HEIGHT = 150;
const EDGE = { left: 34, right: 10, top: 8, bottom: 20 };

function course(game, quarters, name, index, width) {
  const x = scaleLinear([0, game.setup.quarters], [EDGE.left, width - EDGE.right]);
  const y = scaleLinear([0, 100], [HEIGHT - EDGE.bottom, EDGE.top]);
  const path = line(
    (_, t) => x(t),
    (row) => y(row[index]),
  );
  const svg = s(
    'svg',
    {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label':
        `${TITLES[name]}: yours ends at ${points(game.yours.at(-1)[index])}, without you at ` +
        `${points(game.alone.at(-1)[index])}`,
    },
    [0, 25, 50, 75, 100].map((value) => [
      s('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: 'rule' }),
      s('text', { x: EDGE.left - 5, y: y(value) + 4, 'text-anchor': 'end' }, String(value)),
    ]),
    quarters.flatMap((quarter, t) =>
      quarter.endsWith('Q1') && t <= game.setup.quarters && t % (game.setup.quarters > 16 ? 8 : 4) === 0
        ? [
            s(
              'text',
              { x: x(t), y: HEIGHT - 4, 'text-anchor': t === game.setup.quarters ? 'end' : 'middle' },
              quarter.slice(0, 4),
            ),
          ]
        : [],
    ),
    s('path', { d: path(game.alone), class: 'ghost' }),
    s('path', { d: path(game.yours), class: 'main' }),
  );
  const table = () => ({
    columns: ['quarter', 'yours', 'without_you'],
    rows: game.yours.map((row, t) => [quarters[t], row[index], game.alone[t][index]]),
  });
  const source = () =>
    `${TITLES[name]} of ${game.nation}, 0 to 100. Source: model run, ${game.setup.scenario}, seed ${game.setup.seed}.`;
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      {},
      h('h3', {}, TITLES[name]),
      h(
        'span',
        { class: 'now-value' },
        `${points(game.yours.at(-1)[index])} yours, ${points(game.alone.at(-1)[index])} without you`,
      ),
      chartActions(() => fileName(game.nation, name, ofRun(futures.game)), TITLES[name], svg, table, source),
    ),
    svg,
  );
}

function worlds(game) {
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['The world', 'With you', 'Without you'].map((word) => h('th', { scope: 'col' }, word)),
      ),
    ),
    h(
      'tbody',
      {},
      game.world.map(([metric, yours, alone]) =>
        h(
          'tr',
          {},
          h(
            'th',
            { scope: 'row', title: atlas.world_metrics[metric].meaning },
            atlas.world_metrics[metric].title,
            ' ',
            h('small', {}, unitWords(atlas.world_metrics[metric].unit)),
          ),
          h('td', {}, worldAmount(metric, yours)),
          h('td', {}, worldAmount(metric, alone)),
        ),
      ),
    ),
  );
}

/** A dot for each game of the field by its score, and your own as a line. */
function swarm({ scores, played }, mine, game) {
  const [width, height] = [640, 96];
  const x = scaleLinear([0, 100], [20, width - 20]);
  const stacks = new Map();
  const dots = scores.map((score, i) => {
    const bin = Math.round(score);
    stacks.set(bin, (stacks.get(bin) ?? -1) + 1);
    return s(
      'circle',
      {
        cx: x(bin),
        cy: height - 26 - stacks.get(bin) * Math.min(5, 60 / Math.max(...[...stacks.values(), 1])),
        r: 2.4,
      },
      s('title', {}, `${played[i]}: ${points(score)}`),
    );
  });
  const svg = s(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      class: 'swarm',
      role: 'img',
      'aria-label': `Scores of ${scores.length} games; yours is ${points(mine)}`,
    },
    [0, 25, 50, 75, 100].map((value) =>
      s('text', { x: x(value), y: height - 6, 'text-anchor': 'middle' }, String(value)),
    ),
    s('line', { x1: 20, x2: width - 20, y1: height - 20, y2: height - 20, class: 'rule' }),
    dots,
    s('line', { x1: x(mine), x2: x(mine), y1: 4, y2: height - 20, class: 'mine' }),
  );
  const table = () => ({
    columns: ['game', 'strategy', 'score'],
    rows: scores.map((score, i) => [i, played[i], score]),
  });
  return h(
    'figure',
    { class: 'chart' },
    h(
      'figcaption',
      {},
      h('h3', {}, `Score of ${game.nation} in each game`),
      h('span', { class: 'now-value' }, `yours ${points(mine)}`),
      chartActions(
        () => fileName('games-by-strategies', game.nation, ofRun(futures.game)),
        'Games by strategies',
        svg,
        table,
        () => 'In each game every nation drew a strategy; everyone’s loss counts 0. Source: model runs.',
      ),
    ),
    svg,
  );
}

function field(game, { contesting, uncontested }, say) {
  const found = futures.field;
  const head = h('h2', {}, 'Beside games that strategies played');
  if (uncontested) {
    const again = () => say({ do: 'retry', what: 'field' });
    return [head, failed('The games could not be played', uncontested, again)];
  }
  if (!contesting)
    return [
      head,
      h('p', {}, 'How well would strategies have done? Two hundred games take some minutes of this computer.'),
      h('button', { type: 'button', onclick: () => say({ do: 'contest' }) }, 'Play 200 games'),
    ];
  if (!found?.scores)
    return [
      head,
      h(
        'p',
        {},
        'Two hundred games of this world, in which every nation draws its strategy, are being played; the ' +
          'first will stand here soon.',
      ),
    ];
  const mine = game.ending?.kind === 'term' ? game.yours.at(-1)[3] : 0;
  const means = Object.entries(found.means).sort((a, b) => b[1] - a[1]);
  return [
    head,
    h(
      'p',
      {},
      h('b', {}, `You did better than ${Math.round(100 * found.share)} % of ${found.scores.length} games`),
      found.games && found.scores.length < found.games
        ? ` so far, of ${found.games} being played.`
        : ' in which every nation drew its strategy.',
    ),
    swarm(found, mine, game),
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, h('th', { scope: 'col' }, 'Your nation played'), h('th', { scope: 'col' }, 'Mean score')),
      ),
      h(
        'tbody',
        {},
        means.map(([name, mean]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, points(mean)))),
      ),
    ),
  ];
}

export function debrief(game, quarters, { say, signal, state }) {
  const beside = h('section', {});
  const fill = () => replace(beside, field(game, state(), say));
  fill();
  listen(signal, (what) => what === 'field' && fill());
  const title = h('h1', { tabindex: -1 }, HEADS[game.verdict] ?? game.verdict);
  const width = Math.min(420, Math.max(300, window.innerWidth - 40));
  const node = h(
    'div',
    { class: `debrief ${game.verdict.replace(' ', '-')}` },
    title,
    h(
      'p',
      { class: 'lead' },
      `${atlas.byIso.get(game.nation).name}, after ${game.played} quarters. ${game.verdict_text}`,
    ),
    goals(game),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', onclick: () => say({ do: 'undo', played: game.played }) }, 'Undo a quarter'),
      h(
        'button',
        {
          type: 'button',
          onclick: () => download(`${game.nation}-${game.quarter}.json`, game.file, 'application/json'),
        },
        'Save',
      ),
      h('button', { type: 'button', class: 'main-act', onclick: () => say({ do: 'leave' }) }, 'A new game'),
    ),
    h('h2', {}, 'Your way, and the way without you'),
    h(
      'p',
      { class: 'note' },
      `Solid: your game. Dashed: the same world and the same chance, with ${game.strategy} in your place.`,
    ),
    h(
      'div',
      { class: 'courses' },
      game.goals.map((name, index) => course(game, quarters, name, index, width)),
    ),
    h('div', { class: 'sheets' }, h('section', {}, h('h2', {}, 'The world'), worlds(game)), beside),
    h(
      'details',
      { class: 'group' },
      h('summary', {}, 'Your orders'),
      h(
        'ol',
        { class: 'plain' },
        game.orders.map((turn, t) => h('li', {}, `${quarters[t]}: ${turn.join('; ') || 'nothing new'}`)),
      ),
    ),
  );
  return { node, title, refresh: fill };
}
