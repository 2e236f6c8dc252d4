// The app's one widget. A view is a function of `part`: what it may read and where it may draw.

import { atlasReady } from './atlas.js';
import { about } from './views/about.js';
import { bodies } from './views/bodies.js';
import { briefing } from './views/briefing.js';
import { changed } from './views/changed.js';
import { claims } from './views/claims.js';
import { differences } from './views/differences.js';
import { feed } from './views/feed.js';
import { firms } from './views/firms.js';
import { folders, notice } from './views/folders.js';
import { headlines } from './views/headlines.js';
import { lines } from './views/lines.js';
import { map, mapbar } from './views/map.js';
import { nation } from './views/nation.js';
import { network } from './views/network.js';
import { orders } from './views/orders.js';
import { pair } from './views/pair.js';
import { panel } from './views/panel.js';
import { partners } from './views/partners.js';
import { people } from './views/people.js';
import { play } from './views/play.js';
import { player } from './views/player.js';
import { resources } from './views/resources.js';
import { sentences } from './views/sentences.js';
import { footer, problem, shell } from './views/shell.js';
import { standing } from './views/standing.js';
import { story } from './views/story.js';
import { sweep } from './views/sweep.js';
import { tielines } from './views/tielines.js';
import { ties } from './views/ties.js';
import { timeline } from './views/timeline.js';
import { twolines } from './views/twolines.js';

const views = {
  about,
  bodies,
  briefing,
  changed,
  claims,
  differences,
  feed,
  firms,
  folders,
  footer,
  headlines,
  lines,
  map,
  mapbar,
  nation,
  network,
  notice,
  orders,
  pair,
  panel,
  partners,
  people,
  play,
  player,
  problem,
  resources,
  sentences,
  shell,
  standing,
  story,
  sweep,
  tielines,
  ties,
  timeline,
  twolines,
};

/** Solara mounts a widget per view; `kind` says which, `props` and `payload` are what Python gives it. */
export const widget = {
  async render({ model, el, signal }) {
    await atlasReady;
    let said = 0;
    const part = {
      el,
      signal,
      props: () => JSON.parse(model.get('props')),
      payload: () => model.get('payload'),
      onProps: (hear) => model.on('change:props', hear),
      onPayload: (hear) => model.on('change:payload', hear),
      say: (words) => {
        said += 1;
        model.set('said', JSON.stringify({ ...words, said: `${said} ${Date.now()}` }));
        model.save_changes();
      },
    };
    const kind = model.get('kind');
    el.classList.add('view', `view-${kind}`);
    return views[kind](part);
  },
};
