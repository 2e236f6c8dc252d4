// The plan of a quarter: what a person has put into it, what it costs, what is left. The browser keeps it with its
// game until the quarter is played, so that a page that is closed, reloaded or left for another loses nothing.

const keyOf = (one) => `${one.do} ${one.to}`;
const placeOf = (name) => `sovereigns-plan-${name}`;

/** What the browser keeps of a quarter's plan: accepted offers by name, and orders; nothing of another quarter. */
function kept(name, played) {
  try {
    const found = JSON.parse(localStorage.getItem(placeOf(name)));
    if (found?.played === played) return found;
    localStorage.removeItem(placeOf(name));
  } catch {
    // a browser that keeps nothing, or what is no plan
  }
  return { accepted: [], orders: [] };
}

function keep(name, plan) {
  try {
    if (plan.orders.length) localStorage.setItem(placeOf(name), JSON.stringify(plan));
    else localStorage.removeItem(placeOf(name));
  } catch {
    // a browser that keeps nothing
  }
}

/** A plan over the choices of a game's quarter, begun with what is kept of it.
 *
 * `name` is of the game's file.
 */
export function planner(game, name) {
  const planned = new Map();
  const accepted = new Map();
  const verbs = new Map(game.verbs.map((verb) => [verb.name, verb]));

  /** Where a lever is ordered to stand now, before the plan. */
  const standing = (verb, index) => verbs.get(verb).levels[index];
  const indexOf = (verb, to) => {
    const { target } = verbs.get(verb);
    if (target === 'nation') return game.rows.get(to) ?? -1;
    return target === 'body' ? game.bodies.findIndex((body) => body.name === to) : 0;
  };

  function cost(one) {
    const verb = verbs.get(one.do);
    if (!verb.graded) return verb.cost;
    return Math.max(Math.floor(Math.abs(one.level - standing(one.do, indexOf(one.do, one.to))) / game.step + 0.5), 1);
  }

  const free = () => new Set([...accepted.values()].flatMap((offer) => offer.actions.map(keyOf)));
  const spent = () => {
    const gifts = free();
    return [...planned.values()].filter((one) => !gifts.has(keyOf(one))).reduce((sum, one) => sum + cost(one), 0);
  };

  const remember = () =>
    keep(name, { played: game.played, accepted: [...accepted.keys()], orders: [...planned.values()] });

  /** Takes an action out, and the offers that it belongs to. */
  function take(one) {
    planned.delete(keyOf(one));
    for (const [offer, { actions }] of accepted)
      if (actions.some((each) => keyOf(each) === keyOf(one))) accepted.delete(offer);
  }

  function order(one) {
    const before = planned.get(keyOf(one));
    take(one);
    const [price, left] = [cost(one), game.points - spent()];
    if (price > left) {
      if (before) planned.set(keyOf(one), before);
      return `It takes ${price} ${price === 1 ? 'point' : 'points'}; ${left} ${left === 1 ? 'is' : 'are'} left.`;
    }
    planned.set(keyOf(one), one);
    return '';
  }

  function agree(offer) {
    for (const one of offer.actions) take(one);
    accepted.set(offer.name, offer);
    for (const one of offer.actions) planned.set(keyOf(one), one);
  }

  const known = (one) => verbs.has(one.do) && indexOf(one.do, one.to) >= 0 && Number.isFinite(one.level);

  const before = kept(name, game.played);
  for (const offer of game.offers) if (before.accepted.includes(offer.name)) accepted.set(offer.name, offer);
  for (const one of before.orders.filter(known)) {
    if (free().has(keyOf(one))) planned.set(keyOf(one), one);
    else order(one);
  }

  return {
    cost,
    list: () => [...planned.values()],
    get: (verb, to) => planned.get(keyOf({ do: verb, to })),
    isFree: (one) => free().has(keyOf(one)),
    left: () => game.points - spent(),
    /** Puts an action in, or says why not. */
    put(one) {
      const refusal = order(one);
      remember();
      return refusal;
    },
    drop(one) {
      take(one);
      remember();
    },
    accepts: (offer) => accepted.has(offer),
    accept(offer) {
      agree(offer);
      remember();
    },
    refuse(offer) {
      for (const one of offer.actions) take(one);
      remember();
    },
  };
}
