// The plan of a quarter: what a person has put into it, what it costs, what is left.

const keyOf = (one) => `${one.do} ${one.to}`;

/** A plan over the choices of a game's quarter. */
export function planner(game) {
  const planned = new Map();
  const accepted = new Map();
  const verbs = new Map(game.verbs.map((verb) => [verb.name, verb]));

  /** Where a lever is ordered to stand now, before the plan. */
  const standing = (name, index) => verbs.get(name).levels[index];
  const indexOf = (name, to) =>
    verbs.get(name).target === 'nation'
      ? game.rows.get(to)
      : Math.max(
          game.bodies.findIndex((body) => body.name === to),
          0,
        );

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

  return {
    cost,
    list: () => [...planned.values()],
    get: (name, to) => planned.get(keyOf({ do: name, to })),
    isFree: (one) => free().has(keyOf(one)),
    left: () => game.points - spent(),
    /** Puts an action in, or says why not. */
    put(one) {
      const before = planned.get(keyOf(one));
      this.drop(one);
      const [price, left] = [cost(one), this.left()];
      if (price > left) {
        if (before) planned.set(keyOf(one), before);
        return `It takes ${price} ${price === 1 ? 'point' : 'points'}; ${left} ${left === 1 ? 'is' : 'are'} left.`;
      }
      planned.set(keyOf(one), one);
      return '';
    },
    drop(one) {
      planned.delete(keyOf(one));
      for (const [name, offer] of accepted)
        if (offer.actions.some((each) => keyOf(each) === keyOf(one))) accepted.delete(name);
    },
    accepts: (name) => accepted.has(name),
    accept(offer) {
      for (const one of offer.actions) this.drop(one);
      accepted.set(offer.name, offer);
      for (const one of offer.actions) planned.set(keyOf(one), one);
    },
    refuse(offer) {
      for (const one of offer.actions) this.drop(one);
    },
    clear() {
      planned.clear();
      accepted.clear();
    },
  };
}
