import { createActions } from './actions.js';
import { patch } from './dom.js';
import { startRefreshing } from './refresh.js';
import { remembered } from './session.js';
import { initialState } from './state.js';
import { speaker } from './texts.js';
import { dialogView } from './view-dialog.js';
import { pageView } from './view-page.js';

const root = document.documentElement;
const page = document.getElementById('page');
const dialog = document.getElementById('dialog');
if (page === null || !(dialog instanceof HTMLDialogElement)) throw new Error('index.html lacks #page or #dialog');

const preferred = remembered('language') ?? root.lang;
const state = initialState(preferred.startsWith('zh') ? 'zh' : 'en', remembered('key'));
const refresh = startRefreshing(state, render);
const actions = createActions(state, { render, refresh });

let isAskingForKey = false;

function render() {
  if (page === null || !(dialog instanceof HTMLDialogElement)) return;
  root.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  document.title = speaker(state.language)('title');
  patch(page, pageView(state, actions));
  patch(dialog, dialogView(state, actions));
  // `autofocus` works once per document only.
  if (state.key === undefined && !isAskingForKey) document.getElementById('key')?.focus();
  isAskingForKey = state.key === undefined;
  if (state.dialog !== undefined && !dialog.open) dialog.showModal();
  if (state.dialog === undefined && dialog.open) dialog.close();
}

// Escape closes a modal dialog without asking anybody.
dialog.addEventListener('close', () => {
  if (state.dialog !== undefined) actions.cancel();
});
refresh();
