// Elements, without a framework.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element: h('button', { class: 'x', onclick: f }, 'words'). */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function replace(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** What went wrong, why, and a button that tries it again. */
export const failed = (what, why, again) =>
  h(
    'div',
    { class: 'problem' },
    h('p', {}, `${what}: ${why.replace(/\.$/, '')}.`),
    h('button', { type: 'button', class: 'retry', onclick: again }, 'Retry'),
  );

/** A command line, broken between its words alone. */
export const command = (text) =>
  h(
    'code',
    { tabindex: 0 },
    text.split(' ').map((word) => [h('span', { class: 'word' }, word), ' ']),
  );

/** Calls `draw` with the width of `el` now and whenever it changes. */
export function onWidth(el, signal, draw) {
  let width = 0;
  const watch = new ResizeObserver(() => {
    const now = Math.round(el.clientWidth);
    if (!now || now === width) return;
    width = now;
    draw(width);
  });
  watch.observe(el);
  signal.addEventListener('abort', () => watch.disconnect());
}

/** Offers a file to the person. */
export function download(name, content, type) {
  const link = h('a', { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
