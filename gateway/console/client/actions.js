import { call } from './api.js';
import { readAttempts, readEvents } from './reading.js';
import { forget, remember, remembered } from './session.js';
import { attentionStates, initialState, whatOf } from './state.js';
import { speaker } from './texts.js';

/**
 * @import { Link, ProbeResult } from '../../http/openapi.generated.ts'
 * @import { Action, State } from './state.js'
 * @import { Language } from './texts.js'
 *
 * @typedef {ReturnType<typeof createActions>} Actions
 */

/** How long a line about something done stands: time to read it twice. */
const noticeMs = 8000;

/**
 * Everything the reader can do.
 * @param {State} state changed in place
 * @param {{ readonly render: () => void, readonly refresh: () => void }} page `refresh` also asks the gateway at once
 */
export function createActions(state, { render, refresh }) {
  /** @param {string} text */
  function announce(text) {
    state.notice = text;
    setTimeout(() => {
      if (state.notice === text) state.notice = undefined;
      render();
    }, noticeMs);
  }

  return {
    /** @param {string} key */
    useKey(key) {
      remember('key', key);
      Object.assign(state, initialState(state.language, key));
      refresh();
    },
    forgetKey() {
      forget('key');
      forget('institution');
      Object.assign(state, initialState(state.language, undefined));
      render();
    },
    /** @param {Language} language */
    speak(language) {
      remember('language', language);
      // What the gateway said is in the other language: it is asked again.
      Object.assign(state, { language, attempts: {}, notice: undefined });
      refresh();
    },
    /** @param {Partial<State['filter']>} change */
    filter(change) {
      state.filter = { ...state.filter, limit: initialState(state.language, undefined).filter.limit, ...change };
      state.deliveries = undefined;
      refresh();
    },
    /** @param {string} name a delivery state @param {string} link @returns {(() => void) | undefined} shows them, where the page can */
    shower(name, link) {
      const shown = attentionStates.find((candidate) => candidate === name);
      if (shown === undefined) return undefined;
      return () => {
        this.filter({ state: shown, link });
        document.getElementById('attention')?.scrollIntoView();
      };
    },
    lastInstitution: () => remembered('institution') ?? state.deliveries?.items[0]?.institution ?? '',
    /** @param {Action} action */
    ask(action) {
      state.dialog = { action, isBusy: false };
      state.notice = undefined;
      render();
    },
    cancel() {
      state.dialog = undefined;
      render();
    },
    /** Does what the dialog asks about. @param {FormData} form */
    async confirm(form) {
      const { dialog } = state;
      if (dialog === undefined || dialog.isBusy) return;
      state.dialog = { action: dialog.action, isBusy: true };
      render();
      const { path, body } = requestOf(dialog.action, form);
      const { key } = state;
      const answer = await call(state, 'POST', path, body);
      if (state.key !== key) return;
      if (!answer.ok) state.dialog = { action: dialog.action, isBusy: false, failure: answer.failure };
      else if (dialog.action.type === 'probe') {
        const probed = /** @type {ProbeResult} */ (answer.body);
        state.dialog = { action: dialog.action, isBusy: false, probed };
      } else {
        state.dialog = undefined;
        announce(speaker(state.language)(doneTexts[dialog.action.type], { what: whatOf(dialog.action) }));
      }
      refresh();
    },
    /** @param {string} id of a delivery @param {boolean} isOpen those that are open are kept fresh */
    async showAttempts(id, isOpen) {
      const { [id]: _, ...others } = state.attempts;
      if (!isOpen) {
        state.attempts = others;
        return;
      }
      const answer = await readAttempts(state, id);
      state.attempts = { ...state.attempts, [id]: answer.ok ? answer.body.items : answer.failure };
      render();
    },
    /** @param {string} text document number or trace code */
    async search(text) {
      const { key } = state;
      state.search = { text, isRunning: true };
      render();
      const found = await readEvents(state, text);
      if (state.key !== key || state.search.text !== text) return;
      state.search = found;
      render();
    },
  };
}

const doneTexts = /** @type {const} */ ({ isolate: 'doneIsolate', restore: 'doneRestore', retry: 'doneRetry' });

/** @param {Action} action @param {FormData} form @returns {{ path: string, body: object }} */
function requestOf(action, form) {
  const text = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
  const institution = text('institution');
  switch (action.type) {
    case 'isolate':
      return { path: linkPath(action.link, 'isolate'), body: { reason: text('reason'), ...given({ institution }) } };
    case 'restore':
      return {
        path: linkPath(action.link, 'restore'),
        body: given({ institution: action.institution, tenant: action.tenant }),
      };
    case 'probe':
      remember('institution', institution);
      return { path: linkPath(action.link, 'probe'), body: { institution, ...given({ tenant: text('tenant') }) } };
    case 'retry':
      return {
        path: `v1/deliveries/${action.delivery.id}/retry`,
        body: form.has('confirmedAbsent') ? { confirmedAbsent: true } : {},
      };
  }
}

/** @param {Link} link @param {string} verb */
function linkPath({ id }, verb) {
  return `v1/links/${encodeURIComponent(id)}/${verb}`;
}

/** @param {Record<string, string | undefined>} fields @returns {object} those that are filled in */
function given(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
