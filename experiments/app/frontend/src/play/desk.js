// The desk of a quarter: briefing, what happened, offers, levers, and the plan.

import { atlas } from '../atlas.js';
import { download, h, replace } from '../dom.js';
import { listen, look, setLook } from '../store.js';
import { map } from '../views/map.js';
import { forecast } from './forecast.js';
import { difference, goals, TITLES } from './goals.js';
import { planner } from './plan.js';
import { bodyName } from '../words.js';

const nameOf = (iso3) => atlas.byIso.get(iso3)?.name ?? iso3;
const pointWords = (count) => `${count} ${count === 1 ? 'point' : 'points'}`;

/** A sentence in which nations stand by name, to be chosen by a click. */
function named(text) {
  return text.split(/\b([A-Z]{3})\b/).map((word) =>
    atlas.byIso.has(word)
      ? h(
          'button',
          {
            type: 'button',
            class: 'link',
            title: `Choose ${nameOf(word)}`,
            onclick: () => setLook({ nation: word }),
          },
          nameOf(word),
        )
      : bodied(word),
  );
}

const bodied = (text) =>
  text.replace(/\b(cern-for-ai|general-treaty|monitoring-network|safety-coalition)\b/g, (name) =>
    bodyName(name).replace(/^([GMS])/, (letter) => letter.toLowerCase()),
  );
const line = ({ text }) => h('li', {}, named(text));

function lastQuarter(game) {
  if (!game.last)
    return h(
      'p',
      { class: 'note' },
      'This is your first quarter. What you order stays in force until you change it; laws take about a year to bite.',
    );
  const { quarter, actions, goals: changes, others, news } = game.last;
  const effect = actions.length
    ? [
        h('p', {}, 'You ordered: ', actions.join('; '), '. By the end of the quarter that changed'),
        h(
          'ul',
          { class: 'effects' },
          game.goals.map((name, i) =>
            h('li', {}, h('b', {}, difference(changes[i], 2)), ` ${TITLES[name].toLowerCase()}`),
          ),
        ),
      ]
    : h('p', {}, 'You ordered nothing new.');
  return [
    effect,
    others.length ? [h('h3', {}, 'Who turned'), h('ul', { class: 'plain' }, others.map(line))] : null,
    news.length
      ? [
          h('h3', {}, `News of ${quarter}`),
          h(
            'ul',
            { class: 'plain' },
            news.map((text) => h('li', {}, named(text))),
          ),
        ]
      : null,
  ];
}

/** Asks before the table is left. */
function leaving(planned, say) {
  const lost = planned ? ' What you planned for this quarter is not.' : '';
  const dialog = h(
    'dialog',
    { class: 'ask', 'aria-labelledby': 'ask-leave' },
    h('h2', { id: 'ask-leave' }, 'Leave the table?'),
    h(
      'p',
      {},
      `Every quarter that you played is kept on this machine; the page Play lists it, to be gone on with.${lost}`,
    ),
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

export function desk(game, { say, signal, state }) {
  game.rows = new Map(atlas.nations.map((nation) => [nation.iso3, nation.row]));
  const plan = planner(game);
  const verbs = (target) => game.verbs.filter((verb) => verb.target === target);
  const warning = h('p', { class: 'refusal', role: 'status' });
  const bar = h('div', { class: 'plan', role: 'region', 'aria-label': 'Your plan' });
  const toward = h('div', {});
  const bodies = h('div', {});
  const offered = h('div', { class: 'offers' });
  const home = h('div', {});
  const outlook = h('div', { class: 'outlook', 'aria-live': 'polite' });

  function put(one) {
    warning.textContent = plan.put(one);
    redraw();
  }

  /** A lever with a level: where it stands, where the plan puts it. */
  function graded(verb, to, index) {
    const now = verb.levels[index];
    const planned = plan.get(verb.name, to);
    const blocked = verb.blocked[index];
    const barred = blocked && now === 0;
    const value = planned?.level ?? now;
    const id = `${verb.name}-${to}`;
    const words = h('span', { class: 'stands' });
    const write = (level) =>
      (words.textContent =
        planned || level !== now
          ? `${now.toFixed(2)} → ${level.toFixed(2)} · ${pointWords(plan.cost({ do: verb.name, to, level }))}`
          : now.toFixed(2));
    const slider = h('input', {
      type: 'range',
      min: 0,
      max: blocked ? now : 1,
      step: 0.05,
      value,
      id,
      disabled: Boolean(barred),
      'aria-label': `${verb.title}${to ? ` ${nameOf(to)}` : ''}`,
      'aria-describedby': `${id}-says`,
      style: `--done:${(value / (blocked ? now || 1 : 1)) * 100}%`,
    });
    slider.addEventListener('input', () => write(Number(slider.value)));
    slider.addEventListener('change', () => {
      const level = Number(slider.value);
      if (Math.abs(level - now) >= 0.026) return put({ do: verb.name, to, level });
      plan.drop({ do: verb.name, to });
      warning.textContent = '';
      return redraw();
    });
    write(value);
    return h(
      'div',
      { class: `lever${planned ? ' changed' : ''}` },
      h('div', { class: 'row' }, h('label', { class: 'label', for: id }, verb.title), words),
      slider,
      h(
        'p',
        { class: 'says', id: `${id}-says` },
        blocked ? h('span', { class: 'why-not' }, `Not now: ${blocked}.`) : [verb.says, verb.note && ` ${verb.note}.`],
      ),
    );
  }

  function fillHome() {
    replace(
      home,
      h(
        'div',
        { class: 'levers' },
        verbs('').map((verb) => graded(verb, '', 0)),
      ),
    );
  }

  function fillToward() {
    const others = [...atlas.nations]
      .filter(({ iso3 }) => iso3 !== game.nation)
      .sort((a, b) => a.name.localeCompare(b.name));
    const chosen =
      look.nation && look.nation !== game.nation
        ? look.nation
        : (game.briefing.find(({ about }) => about && about !== game.nation)?.about ?? 'USA');
    const select = h(
      'select',
      { 'aria-label': 'Toward which nation', onchange: () => setLook({ nation: select.value }) },
      others.map(({ iso3, name }) => h('option', { value: iso3, selected: iso3 === chosen }, name)),
    );
    replace(
      toward,
      h(
        'label',
        { class: 'field wide' },
        h('span', {}, 'Toward'),
        select,
        h('small', { class: 'note' }, 'Or choose it on the map.'),
      ),
      h(
        'div',
        { class: 'levers' },
        verbs('nation').map((verb) => graded(verb, chosen, game.rows.get(chosen))),
      ),
    );
  }

  function fillBodies() {
    replace(
      bodies,
      game.bodies.map((body, index) => {
        const button = (verb) => {
          const blocked = verb.blocked[index];
          const planned = Boolean(plan.get(verb.name, body.name));
          const one = { do: verb.name, to: body.name, level: 1 };
          const id = `${verb.name}-${body.name}`;
          return [
            h(
              'button',
              {
                type: 'button',
                id,
                disabled: Boolean(blocked),
                'aria-pressed': String(planned),
                'aria-describedby': blocked ? `${body.name}-why` : null,
                onclick: () => {
                  if (!planned) return put(one);
                  plan.drop(one);
                  return redraw();
                },
              },
              `${verb.title.replace(' a body', '')} · ${pointWords(verb.cost)}`,
            ),
          ];
        };
        const open = verbs('body').filter(
          (verb) =>
            !verb.graded &&
            (body.member ? verb.name === 'leave' : verb.name !== 'leave') &&
            !(verb.name === 'broker' && body.members > 1),
        );
        const reasons = [...new Set(open.map((verb) => verb.blocked[index]).filter(Boolean))];
        const covert =
          body.member &&
          verbs('body')
            .filter((verb) => verb.graded)
            .map((verb) => graded(verb, body.name, index));
        return h(
          'div',
          { class: 'body' },
          h(
            'h3',
            {},
            bodyName(body.name),
            ' ',
            h(
              'small',
              {},
              body.member
                ? `you and ${body.members - 1} more`
                : body.members
                  ? `${body.members} ${body.members === 1 ? 'member' : 'members'}`
                  : 'not founded',
            ),
          ),
          h('p', { class: 'says' }, body.summary),
          h('div', { class: 'buttons' }, open.map(button)),
          reasons.length
            ? h('p', { class: 'why-not', id: `${body.name}-why` }, `Not now: ${reasons.join('; ')}.`)
            : null,
          covert,
        );
      }),
    );
  }

  function fillOffers() {
    if (!game.offers.length) return replace(offered, h('p', { class: 'note' }, 'Nobody offers anything this quarter.'));
    return replace(
      offered,
      game.offers.map((offer) => {
        const taken = plan.accepts(offer.name);
        return h(
          'div',
          { class: `offer${taken ? ' taken' : ''}` },
          h('p', {}, named(offer.text)),
          h(
            'button',
            {
              type: 'button',
              'aria-pressed': String(taken),
              'aria-label': `Accept: ${offer.name}`,
              onclick: () => {
                taken ? plan.refuse(offer) : plan.accept(offer);
                redraw();
              },
            },
            taken ? 'Accepted' : 'Accept',
          ),
        );
      }),
    );
  }

  function fillBar() {
    const left = plan.left();
    const list = plan.list();
    const verb = new Map(game.verbs.map((each) => [each.name, each]));
    const chip = (one) =>
      h(
        'li',
        {},
        `${verb.get(one.do).title.replace(' a nation', '').replace(' a body', '')} ` +
          `${one.to ? (atlas.byIso.has(one.to) ? nameOf(one.to) : bodyName(one.to)) : ''} ` +
          `${verb.get(one.do).graded ? one.level.toFixed(2) : ''}${plan.isFree(one) ? ' (offer)' : ''}`,
        ' ',
        h(
          'button',
          {
            type: 'button',
            class: 'quiet small',
            'aria-label': `Take ${verb.get(one.do).title} out of the plan`,
            onclick: () => {
              plan.drop(one);
              redraw();
            },
          },
          '×',
        ),
      );
    const busy = !state().ready;
    replace(
      bar,
      outlook,
      h(
        'div',
        { class: 'purse' },
        h(
          'span',
          { class: 'pips', 'aria-hidden': 'true' },
          Array.from({ length: game.points }, (_, i) => h('i', { class: i < left ? 'full' : '' })),
        ),
        h('span', {}, `${pointWords(left)} left`),
      ),
      h(
        'ul',
        { class: 'chips', 'aria-label': 'Planned' },
        list.length ? list.map(chip) : h('li', { class: 'note' }, 'Nothing new planned; what is in force goes on.'),
      ),
      warning,
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          {
            type: 'button',
            class: 'forecast-button',
            disabled: busy || !list.length,
            title: list.length ? 'Play some futures with the plan and without it' : 'Plan something first',
            onclick: () => say({ do: 'forecast', plan: list }),
          },
          'Forecast',
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'main-act',
            disabled: busy,
            onclick: () => say({ do: 'commit', plan: list, played: game.played }),
          },
          busy ? 'Playing …' : 'Play the quarter',
        ),
        h(
          'button',
          {
            type: 'button',
            disabled: busy || !game.played,
            title: game.played ? 'Take back the last quarter' : 'No quarter has been played yet',
            onclick: () => say({ do: 'undo', played: game.played }),
          },
          'Undo a quarter',
        ),
        h(
          'button',
          {
            type: 'button',
            onclick: () => download(`${game.nation}-${game.quarter}.json`, game.file, 'application/json'),
          },
          'Save',
        ),
        h('button', { type: 'button', class: 'quiet', onclick: () => leaving(plan.list().length, say) }, 'Leave'),
      ),
    );
    weigh();
  }

  function weigh() {
    replace(
      outlook,
      forecast(game, plan.list(), state(), () => say({ do: 'retry', what: 'forecast' })),
    );
  }

  function redraw() {
    const focused = document.activeElement?.id;
    fillHome();
    fillToward();
    fillBodies();
    fillOffers();
    fillBar();
    if (focused) document.getElementById(focused)?.focus();
  }

  const world = h('section', { class: 'nations' });
  map({ el: world, props: () => ({ future: 'game' }), signal });
  setLook({ t: game.played });
  redraw();
  listen(signal, (what) => {
    if (what === 'nation') fillToward();
    if (what === 'with-plan' || what === 'without-plan') weigh();
  });
  // a quarter that has been played is kept; what is planned would be lost
  window.addEventListener('beforeunload', (event) => plan.list().length && event.preventDefault(), { signal });
  const rivals = Object.values(game.setup.strategies)[0];
  const title = h('h1', { tabindex: -1 }, `${nameOf(game.nation)}, ${game.quarter}`);
  const node = h(
    'div',
    { class: 'desk' },
    title,
    h(
      'p',
      { class: 'note' },
      `${game.played} of ${game.setup.quarters} quarters played, each kept · ` +
        `${atlas.scenarios[game.setup.scenario]?.title ?? game.setup.scenario} · seed ${game.setup.seed} · ` +
        `rivals: ${rivals ?? 'by their own strategies'} · your staff would go by ${game.strategy}`,
    ),
    goals(game),
    h(
      'div',
      { class: 'sheets' },
      h(
        'div',
        { class: 'read' },
        h(
          'section',
          { class: 'briefing' },
          h('h2', {}, 'Briefing'),
          h('ul', { class: 'plain' }, game.briefing.map(line)),
        ),
        h('section', { class: 'last' }, h('h2', {}, 'Last quarter'), lastQuarter(game)),
        world,
      ),
      h(
        'div',
        { class: 'decide' },
        h('section', {}, h('h2', {}, 'Offers'), offered),
        h(
          'section',
          {},
          h('h2', {}, 'Decide'),
          h('details', { class: 'group', open: true }, h('summary', {}, 'At home'), home),
          h('details', { class: 'group', open: true }, h('summary', {}, 'Toward a nation'), toward),
          h('details', { class: 'group', open: true }, h('summary', {}, 'Bodies'), bodies),
        ),
      ),
    ),
    bar,
  );
  return { node, title, refresh: fillBar };
}
