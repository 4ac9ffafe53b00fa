import { createHash } from 'node:crypto';
import type { SimRequest } from '../../sim-kit/index.ts';
import { beijingDoor } from './beijing.ts';
import { authenticate } from './csb.ts';
import type { Admission, Door } from './door.ts';
import { type Envelope, envelopeComplaint, readEnvelope } from './envelope.ts';
import { textOf } from './field.ts';
import { json, Tokens } from './oauth.ts';
import { infnoOfPath } from './paths.ts';
import type { ReplyWriter } from './reply.ts';
import { sealingOf } from './sealing.ts';
import type { NhsaSettings } from './settings.ts';

export function doorOf(settings: NhsaSettings, replies: ReplyWriter): Door {
  if (settings.transport === 'beijing') return beijingDoor(settings);
  const admit = { csb, 'x-tif': tif, plain, oauth: oauth(settings) }[settings.transport];
  const sealing = sealingOf(settings);
  return {
    signsIn: settings.transport !== 'oauth',
    read: (request) => sealing.open(readEnvelope(request)),
    admit: (request, envelope, now) => admit(request, envelope, now, settings, replies),
    complaint: (request, envelope, { account, apiName }) =>
      sealing.complaint(readEnvelope(request), account) ?? envelopeComplaint(envelope, account, apiName, settings),
    wrap: (reply, _, account) => sealing.close(reply, account),
  };
}

type Admit = (
  request: SimRequest,
  envelope: Envelope,
  now: number,
  settings: NhsaSettings,
  replies: ReplyWriter,
) => Admission;

const csb: Admit = (request, _, now, settings, replies) => {
  const caller = authenticate(request, settings, now);
  return 'message' in caller ? { refused: replies.gateway(caller.message) } : caller;
};

/** Headers and digest as three published clients make them; what such a gateway answers when it refuses is published nowhere. */
const tif: Admit = (request, envelope, now, settings) => {
  const header = (name: string) => request.headers[`x-tif-${name}`] ?? '';
  const [paasId, timestamp, nonce, signature] = ['paasid', 'timestamp', 'nonce', 'signature'].map(header);
  if (!timestamp || !nonce || !signature) return refused('x-tif headers missing');
  if (!/^\d{10}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > settings.skewMs)
    return refused('x-tif-timestamp expired');
  if (!/^[0-9A-Za-z]{1,32}$/.test(nonce)) return refused('x-tif-nonce invalid');
  const account = settings.accounts.find(({ ak }) => ak === paasId);
  if (account === undefined) return refused('x-tif-paasid unknown');
  const hash = createHash('sha256');
  for (const part of [timestamp, account.sk, nonce, timestamp]) hash.update(part);
  if (hash.digest('hex') !== signature.toLowerCase()) return refused('x-tif-signature invalid');
  return { account, apiName: infnoOfPath(request, envelope, settings) };
};

const plain: Admit = (request, envelope, _, settings) => {
  const account = settings.accounts.find(({ code }) => code === textOf(envelope.root, 'fixmedins_code'));
  const wanted = settings.apiKeyHeader === '' ? undefined : account?.sk;
  const given = settings.apiKeyHeader === '' ? undefined : request.headers[settings.apiKeyHeader];
  if (account === undefined || wanted !== given) return refused('access denied');
  return { account, apiName: infnoOfPath(request, envelope, settings) };
};

function oauth(settings: NhsaSettings): Admit {
  const tokens = new Tokens(settings);
  return (request, envelope, now) => {
    if (tokens.isTokenRequest(request)) return { refused: tokens.issue(request, now) };
    const account = tokens.holder(request, now);
    if (account !== undefined) return { account, apiName: envelope.infno };
    return { refused: json(401, { error: 'invalid_token', error_description: '访问令牌无效或已过期' }) };
  };
}

function refused(body: string): Admission {
  return { refused: { status: 401, contentType: 'text/plain; charset=utf-8', body } };
}
