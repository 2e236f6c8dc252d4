// The head of a nation's page: who it is, how it plays, and what stands about it in one sentence.

import { atlas } from '../atlas.js';
import { dossier, follow, pairOf, shownAt, stateOf, turnAt } from '../dossier.js';
import { h, replace } from '../dom.js';
import { finder } from '../finder.js';
import { checkLook, futures, listen, look, nationLineages, runAt, shownQuarter } from '../store.js';
import { lineageName } from '../palette.js';
import { nationButton } from '../table.js';
import { amount, number, percent } from '../words.js';

const OFFERED = ['USA', 'CHN', 'GBR', 'IND', 'ARE', 'KEN', 'EST'];

const holders = (count) =>
  count === 0 ? 'No nation holds' : count === 1 ? 'One nation holds' : `${count} nations hold`;

/** What its people use, who fences it in, whom it fears: in the quarter shown. */
function sentence(found) {
  const t = shownAt(found);
  const run = runAt();
  const nation = atlas.byIso.get(found.iso3);
  const lineage = run ? run.lineages[nationLineages(run, shownQuarter(run))[nation.row]] : '';
  const fear = [...pairOf(found, 'threat', t)];
  const most = fear.indexOf(Math.max(...fear));
  const fences = pairOf(found, 'received', t).reduce((sum, level) => sum + (level >= 0.5 ? 1 : 0), 0);
  const value = (name) => stateOf(found, name).values[t];
  return [
    `In ${found.quarters[t]} it can use ${amount(value('usable'), 'H100e')} H100e of AI compute. `,
    lineage ? `Most of its people who use AI use ${lineageName(lineage)}; ` : 'None of its people use AI; ',
    `${percent(value('own_model'))} use home-made AI${value('owns') > 0 ? ', which makes it sovereign' : ''}. `,
    `${holders(fences)} controls of level 0.5 or more against it. `,
    fear[most] > 0 ? `It fears ${atlas.nations[most].name} most.` : 'It fears nobody.',
  ].join('');
}

/** The strategy of the quarter shown, and the next where it takes up another. */
function followed(found) {
  const t = turnAt(found);
  const { played } = found.turns[t];
  const next = found.turns[t + 1]?.played ?? played;
  const then = next === played ? '' : ` It takes up ${next} in ${found.quarters[t + 1]}.`;
  return [
    `Followed in ${found.quarters[t]}`,
    h('span', {}, h('b', {}, played), `: ${atlas.strategies[played]}${then}`),
  ];
}

function about(found) {
  const { facts } = found;
  const rows = [
    ['Region', facts.region],
    ['People', `${number(facts.population * 1e6)} (2024, World Bank)`],
    ['Electricity', `${number(facts.electricity_kwh_pc)} kWh a head and year (2022–2024, World Bank)`],
    ['Diffusion rule', `tier ${facts.diffusion_tier}`],
    ['Groups', facts.groups.map((group) => group.replace(/_/g, ' ')).join(', ') || 'none of those in the model'],
    followed(found),
  ];
  return h(
    'dl',
    { class: 'facts' },
    rows.map(([term, words]) => h('div', {}, h('dt', {}, term), h('dd', {}, words))),
  );
}

export function nation({ el, say, signal }) {
  const box = h('div', { class: 'who' });
  const tell = () => say({ do: 'nation', iso3: look.nation ?? '' });
  const draw = () => {
    const chosen = atlas.byIso.get(look.nation);
    const found = dossier();
    document.querySelector('.dossier')?.classList.toggle('unchosen', !found);
    if (!chosen) {
      return replace(
        box,
        h('h1', {}, 'One nation'),
        h('p', {}, 'Choose a nation: find it by name, press it on the map, or take one of these.'),
        h('div', { class: 'bar' }, finder(), OFFERED.map(nationButton)),
      );
    }
    const current = found?.complete && found.query === futures.main?.query;
    return replace(
      box,
      h('div', { class: 'bar' }, h('h1', {}, chosen.name, ' ', h('small', {}, chosen.iso3)), finder()),
      found ? [h('p', { class: 'lead', 'data-nation-shown': found.iso3 }, sentence(found)), about(found)] : null,
      current
        ? null
        : h(
            'p',
            { class: 'note', role: 'status' },
            `Collecting what ${chosen.name} knew and ` +
              `did${found && !found.complete ? `, so far to ${found.quarters[found.done - 1]}` : ''} …`,
          ),
    );
  };
  checkLook();
  tell();
  listen(signal, (what) => what === 'nation' && tell());
  follow(signal, ['nation', 'dossier', 'main', 't'], () =>
    box.contains(document.activeElement) && document.activeElement.matches('input') && !dossier() ? null : draw(),
  );
  el.append(box);
}
