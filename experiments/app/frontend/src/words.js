// Numbers as people read them.

import { atlas } from './atlas.js';

const SUFFIXES = [
  [1e12, 'T'],
  [1e9, 'bn'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** From here on a power of ten says more than trillions. */
const VAST = 1e16;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 2.07 × 10²⁹: the digits of a mantissa, as many as given, and the power. */
function scientific(value, digits) {
  const [mantissa, power] = value.toExponential(digits).split('e+');
  return `${Number(mantissa)} × 10${[...power].map((digit) => RAISED[digit]).join('')}`;
}

function significant(value) {
  if (Number.isInteger(value)) return (value || 0).toLocaleString('en');
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  if (size >= 10) return value.toFixed(1);
  if (size >= 0.1) return value.toFixed(2);
  return Number(value.toPrecision(2)).toString();
}

export function number(value) {
  if (value === null || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= VAST) return scientific(value, 2);
  for (const [size, suffix] of SUFFIXES) {
    if (Math.abs(value) >= size * (suffix === 'k' ? 10 : 1)) return `${significant(value / size)} ${suffix}`;
  }
  return significant(value);
}

export function percent(value) {
  if (value === null || Number.isNaN(value)) return '–';
  const hundredths = value * 100;
  const digits = Math.abs(hundredths) >= 10 || hundredths === 0 ? 0 : Math.abs(hundredths) >= 1 ? 1 : 2;
  return `${hundredths.toFixed(digits)} %`;
}

const isShare = (unit) => /^(share|chance)/.test(unit);

/** A value with the unit's own form; the unit itself stands beside it. */
export function amount(value, unit) {
  if (value === null || Number.isNaN(value)) return '–';
  if (isShare(unit)) return percent(value);
  if (unit === 'nations') return String(Math.round(value));
  return number(value);
}

/** A value on an axis: no digits that say nothing. */
export function tick(value, unit) {
  if (isShare(unit)) return `${Number((value * 100).toPrecision(6))} %`;
  if (Math.abs(value) >= VAST) return scientific(value, 5);
  const [size, suffix] = SUFFIXES.find(([each]) => Math.abs(value) >= each) ?? [1, ''];
  return `${Number((value / size).toPrecision(6))}${suffix && ` ${suffix}`}`;
}

/** The unit as it is read after `amount`. */
export function unitWords(unit) {
  if (unit === 'share') return '';
  return unit
    .replace(/^share of /, 'of ')
    .replace(/^share (a|per) /, '$1 ')
    .replace(/^chance /, '');
}

export const worldAmount = (metric, value) => amount(value, atlas.world_metrics[metric].unit);

/** What a world metric means, and which way is better where one is by itself. */
export function meaningOf(metric) {
  const { meaning, better } = atlas.world_metrics[metric];
  return better ? `${meaning} ${better === 'lower' ? 'Lower' : 'Higher'} is better.` : meaning;
}

/** What a value rose or fell by; shares by percentage points. */
export function change(value, unit) {
  return signed(amount(value, unit).replace(' %', ' pp'), value);
}

/** The name of a body as it is written. */
export function bodyName(name) {
  return name === 'cern-for-ai'
    ? 'CERN for AI'
    : name.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
}

export function signed(text, value) {
  return value > 0 ? `+${text}` : text.replace('-', '−');
}

export function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
}
