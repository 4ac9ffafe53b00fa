import type { Operation } from '../contract/index.ts';
import { jsonObjectOf } from '../kit/json.ts';
import { foldersOf } from './dialect.ts';
import { alien, serverRefusal } from './reply.ts';
import { fileRequest } from './request.ts';

/** Proves address, host key, login and the inbox's place by listing at most one entry of it. */
export const probe: Operation = {
  id: 'probe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  effect: 'read',
  resend: 'safe',
  native: 'list',
  buildRequest: (_input, context) =>
    fileRequest({ type: 'list', path: foldersOf(context.profile).inbox, limit: 1 }, context),
  parseResponse: (response, context) => {
    if (response.status !== 200) return { type: 'fault', fault: serverRefusal(response, context) };
    return Array.isArray(jsonObjectOf(response.body)?.entries)
      ? { type: 'ok' }
      : { type: 'fault', fault: alien('no list of entries') };
  },
};
