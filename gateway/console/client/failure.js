import { h } from './dom.js';
import { speaker } from './texts.js';

/**
 * @import { Failure } from './api.js'
 * @import { Language, TextKey } from './texts.js'
 */

/** @type {Readonly<Record<Failure['kind'], TextKey>>} */
const sentences = {
  key: 'failKey',
  unavailable: 'failUnavailable',
  refused: 'failRefused',
  offline: 'failOffline',
  slow: 'failSlow',
  alien: 'failAlien',
};

/**
 * Says plainly why something did not come about.
 * @param {Failure} failure
 * @param {Language} language
 * @param {string} [consequence] what it means for what the reader sees
 */
export function failureBox({ kind, status, title, detail }, language, consequence) {
  const say = speaker(language);
  const own = title === undefined ? undefined : [title, detail].filter((text) => text !== undefined).join(': ');
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h('p', {}, h('strong', {}, say(sentences[kind], { status: status ?? '' })), ' ', consequence ?? ''),
    own !== undefined && kind !== 'key' && h('p', {}, own),
  );
}
