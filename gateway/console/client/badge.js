import { h } from './dom.js';
import { term } from './texts.js';

/** @import { Language } from './texts.js' */

/**
 * Tone and mark of a state or a severity. The mark and the word carry the meaning, colour only repeats it (WCAG 2.2 §1.4.1).
 * @type {Readonly<Record<string, readonly [tone: string, mark: string]>>}
 */
const looks = {
  healthy: ['good', '✓'],
  degraded: ['warn', '!'],
  recovering: ['warn', '↻'],
  down: ['bad', '✕'],
  isolated: ['off', '‖'],
  delivered: ['good', '✓'],
  rejected: ['bad', '✕'],
  queued: ['calm', '…'],
  sending: ['calm', '→'],
  pending: ['calm', '◷'],
  unknown: ['warn', '?'],
  parked: ['bad', '■'],
  held: ['off', '‖'],
  cancelled: ['off', '∅'],
  low: ['calm', '•'],
  medium: ['warn', '!'],
  high: ['bad', '▲'],
  critical: ['bad', '■'],
};

/** @param {string} state of a link or a delivery, or severity of a finding @param {Language} language @param {string} [count] */
export function badge(state, language, count) {
  const [tone, mark] = looks[state] ?? ['calm', '•'];
  return h(
    'span',
    { class: `badge ${tone}` },
    h('span', { 'aria-hidden': 'true', class: 'mark' }, mark),
    term(state, language),
    count !== undefined && h('b', {}, count),
  );
}
