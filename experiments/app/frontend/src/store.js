// What is on the screen, shared by all views of a page: runs by name, and how a person looks at them.

import { atlas } from './atlas.js';
import { unpack } from './packed.js';

/** Choices of single pages, kept in the address where they differ from these. */
const CHOICES = { ties: 'alliance,control', open: 'none', weak: '' };

/** How it is looked at. `t` is the number of the quarter, 0 the state before the first step. */
export const look = {
  t: null,
  playing: false,
  speed: 4,
  metric: 'lineage',
  tiles: false,
  nation: null,
  hover: null,
  ...CHOICES,
  ...fromUrl(),
};

/** Unpacked messages by name: main, ghost, bands, ghost-bands, and those of other pages. */
export const futures = {};
/** The last whole run of each name, shown where the newest has not come so far yet. */
const whole = {};
export const shared = { query: '', command: '' };
/** What futures are called, where Python says it. */
export const titles = {};

const listeners = new Set();

/** Hear of changes until the view goes: `hear(what)` with what = a name of `look`, or of a future. */
export function listen(signal, hear) {
  listeners.add(hear);
  signal.addEventListener('abort', () => listeners.delete(hear));
}

function tell(what) {
  for (const hear of [...listeners]) hear(what);
}

export function setLook(changes) {
  const changed = Object.keys(changes).filter((key) => look[key] !== changes[key]);
  Object.assign(look, changes);
  for (const key of changed) tell(key);
  if (changed.some((key) => key !== 'hover')) rememberSoon();
}

/** Take a message in; `meet(run)` is called before anybody hears of it. */
export function setFuture(name, payload, meet) {
  futures[name] = unpack(payload);
  const run = futures[name];
  if (run?.arrays.lineage) meet?.(run);
  if (run?.complete) whole[name] = run;
  if (name === 'main' && run && look.t === null)
    look.t = look.wanted ? Math.max(0, run.quarters.indexOf(look.wanted)) : run.quarters.length - 1;
  if (name === 'main' && run && look.t >= run.quarters.length) look.t = run.quarters.length - 1;
  if (name === 'main' && run) rememberSoon();
  tell(name);
}

export function setTitle(name, title) {
  if (titles[name] === title) return;
  titles[name] = title;
  tell(name);
}

/** The run that has quarter `t`: the newest if it has come so far, else the whole one before it. */
export function runAt(name = 'main', t = look.t) {
  const run = futures[name];
  if (!run) return null;
  return t < run.done ? run : (whole[name] ?? run);
}

/** The number of the quarter that a run can show. */
export const shownQuarter = (run) => Math.min(look.t ?? 0, run.done - 1);

/** Values of all nations for a metric of numbers at quarter t. */
export function nationValues(run, metric, t) {
  const { data, shape } = run.arrays.nations;
  const row = run.nation_metrics.indexOf(metric);
  const start = (row * shape[1] + t) * shape[2];
  return data.subarray(start, start + shape[2]);
}

/** The lineage of the AI that each nation's people use, as numbers of run.lineages. */
export function nationLineages(run, t) {
  const { data, shape } = run.arrays.lineage;
  return data.subarray(t * shape[1], (t + 1) * shape[1]);
}

/** A world metric over the quarters that are known. */
export function worldSeries(run, metric) {
  const { data, shape } = run.arrays.world;
  const column = run.world_metrics.indexOf(metric);
  return Array.from({ length: shape[0] }, (_, t) => data[t * shape[1] + column]);
}

/** A world metric under every seed of an ensemble: an array of series. */
export function seedSeries(ensemble, names, metric) {
  const { data, shape } = ensemble.arrays.worlds;
  const column = names.indexOf(metric);
  return Array.from({ length: shape[0] }, (_, seed) =>
    Array.from({ length: shape[1] }, (_unused, t) => data[(seed * shape[1] + t) * shape[2] + column]),
  );
}

export function setShared(changes) {
  Object.assign(shared, changes);
  tell('shared');
  rememberSoon();
}

function fromUrl() {
  const words = new URLSearchParams(location.search);
  const found = {};
  if (words.has('quarter')) found.wanted = words.get('quarter');
  if (words.has('metric')) found.metric = words.get('metric');
  if (words.has('nation')) found.nation = words.get('nation');
  if (words.has('view')) found.tiles = words.get('view') === 'tiles';
  else found.tiles = window.innerWidth < 600;
  for (const key of Object.keys(CHOICES)) if (words.has(key)) found[key] = words.get(key);
  return found;
}

/** The quarter that the address names: none at the end of a run; the one asked for until the run has come. */
function addressed() {
  const { main } = futures;
  if (!main || look.t === null) return look.wanted;
  return look.t === main.quarters.length - 1 ? null : main.quarters[look.t];
}

/** The query of the address: the future (from Python), then how it is looked at. */
export function query() {
  const words = [shared.query];
  if (addressed()) words.push(`quarter=${addressed()}`);
  if (look.metric !== 'lineage') words.push(`metric=${look.metric}`);
  if (look.nation) words.push(`nation=${look.nation}`);
  if (look.tiles) words.push('view=tiles');
  for (const key of Object.keys(CHOICES)) if (look[key] !== CHOICES[key]) words.push(`${key}=${look[key]}`);
  return words.filter(Boolean).join('&');
}

let pageWords = '';

/** What the open page adds to the address, as long as it is open. */
export function setPageWords(words, signal) {
  if (pageWords === words) return;
  pageWords = words;
  signal.addEventListener('abort', () => {
    if (pageWords === words) pageWords = '';
  });
  rememberSoon();
}

let timer = 0;

function rememberSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (shared.query)
      history.replaceState(history.state, '', `${location.pathname}?${[query(), pageWords].filter(Boolean).join('&')}`);
  }, 250);
}

/** Choices from the address that do not exist are dropped; to be called when the atlas is there. */
export function checkLook() {
  if (look.metric !== 'lineage' && !(look.metric in atlas.nation_metrics)) look.metric = 'lineage';
  const asked = look.nation?.toLowerCase();
  look.nation =
    atlas.nations.find(({ iso3, name }) => [iso3.toLowerCase(), name.toLowerCase()].includes(asked))?.iso3 ?? null;
}
