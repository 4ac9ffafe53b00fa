import { type InstitutionContext, RequestError } from '../contract/index.ts';

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
    throw new RequestError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no valid ref_ent_id`);
  return value;
}

/** @returns the ent_id where the directory has one. @throws RequestError when it equals the ref_ent_id: one of them is wrong. */
export function entIdOf(institution: InstitutionContext): EntId | undefined {
  const value = institution.identity.ent_id;
  if (value === undefined || value === '') return undefined;
  if (!isEntId(value) || value === institution.identity.ref_ent_id)
    throw new RequestError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no valid ent_id`);
  return value;
}

function isRefEntId(value: string | undefined): value is RefEntId {
  return value !== undefined && FORM.test(value);
}

function isEntId(value: string): value is EntId {
  return FORM.test(value);
}
