import {
  type CallContext,
  type DeliveryInput,
  type InstitutionContext,
  RequestError,
  SetupError,
} from '../contract/index.ts';
import { pairsIn } from './pairs.ts';
import { readSettings } from './settings.ts';

/**
 * 码上放心 knows every enterprise by two ids that look alike; the wrong one is accepted and books the bill to another
 * party (parameter descriptions of the TOP API pages). Distinct types keep them apart.
 */
export type RefEntId = string & { readonly __brand: 'ref_ent_id' };
export type EntId = string & { readonly __brand: 'ent_id' };

const FORM = /^[0-9A-Za-z_-]{8,64}$/;

/** @throws RequestError when the directory holds no usable ref_ent_id for the institution on this link. */
export function refEntIdOf(institution: InstitutionContext): RefEntId {
  const value = institution.identity.ref_ent_id;
  if (!isRefEntId(value))
    throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no valid ref_ent_id`);
  return value;
}

/** @returns the ent_id where the directory has one. @throws RequestError when it equals the ref_ent_id: one of them is wrong. */
export function entIdOf(institution: InstitutionContext): EntId | undefined {
  const value = institution.identity.ent_id;
  if (value === undefined || value === '') return undefined;
  if (!isEntId(value) || value === institution.identity.ref_ent_id)
    throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no valid ent_id`);
  return value;
}

/** @throws RequestError where the directory has none: in/out bills name both parties by it. */
export function requiredEntIdOf(institution: InstitutionContext): EntId {
  const value = entIdOf(institution);
  if (value === undefined)
    throw new SetupError(
      'IDENTITY_INCOMPLETE',
      `institution ${institution.code} has no ent_id, which in/out bills need`,
    );
  return value;
}

/**
 * The other party of a bill: the directory's `partners` translate the tenant's own partner code; a code that is not listed is an
 * ent_id only where the link's setting counterpartyCode says so, since a mistaken id books the bill to somebody else for good.
 * @throws RequestError when the event names no partner or one that cannot be told.
 */
export function counterpartyOf(input: Pick<DeliveryInput, 'event'>, context: CallContext): EntId {
  return partnerOf(counterpartyCodeOf(input), context);
}

/** @returns the ent_id behind a partner code of the tenant. @throws RequestError when it cannot be told. */
export function partnerOf(code: string, context: CallContext): EntId {
  const { identity } = context.institution;
  const listed = pairsIn(identity.partners ?? '').get(code);
  const value = listed ?? (readSettings(context.settings).counterpartyCode === 'ent-id' ? code : undefined);
  if (value === undefined || !isEntId(value) || value === identity.ref_ent_id)
    throw new RequestError('PARTNER_UNKNOWN', `counterparty ${code} has no ent_id in the partners of the institution`);
  return value;
}

/** The other party of a bill that asks for ref_ent_ids: only the directory's `ref_partners` tell it. @throws RequestError */
export function counterpartyRefOf(input: Pick<DeliveryInput, 'event'>, context: CallContext): RefEntId {
  const code = counterpartyCodeOf(input);
  const { identity } = context.institution;
  const value = pairsIn(identity.ref_partners ?? '').get(code);
  if (!isRefEntId(value) || value === identity.ent_id || listsEntId(value, identity.partners ?? ''))
    throw new RequestError(
      'PARTNER_UNKNOWN',
      `counterparty ${code} has no ref_ent_id in ref_partners of the institution`,
    );
  return value;
}

/** Whom bills without another party name: the institution itself, unless the directory says otherwise. */
export function internalPartyOf(institution: InstitutionContext): EntId {
  const value = institution.identity.internal_ent_id;
  if (value === undefined || value === '') return requiredEntIdOf(institution);
  if (!isEntId(value) || value === institution.identity.ref_ent_id)
    throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no valid internal_ent_id`);
  return value;
}

function counterpartyCodeOf({ event }: Pick<DeliveryInput, 'event'>): string {
  const code = event.counterparty?.code;
  if (code === undefined) throw new RequestError('PARTNER_MISSING', 'the bill needs counterparty.code');
  return code;
}

/** An id that stands among the partners' ent_ids is none of the other sort. */
function listsEntId(value: string, partners: string): boolean {
  return [...pairsIn(partners).values()].includes(value);
}

function isRefEntId(value: string | undefined): value is RefEntId {
  return value !== undefined && FORM.test(value);
}

function isEntId(value: string): value is EntId {
  return FORM.test(value);
}
