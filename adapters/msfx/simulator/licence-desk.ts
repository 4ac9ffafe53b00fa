import { randomBytes } from 'node:crypto';
import { type Answer, failed } from './answer.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';

/** Tokens for licences (drug.code.kyt.wes.getlicense); each is good for the enterprise it was given to, for a while. */
export class LicenceDesk {
  readonly #settings: Pick<MsfxSettings, 'licences' | 'licenceTokenMs'>;
  readonly #tokens = new Map<string, { readonly enterprise: string; readonly until: number }>();

  constructor(settings: Pick<MsfxSettings, 'licences' | 'licenceTokenMs'>) {
    this.#settings = settings;
  }

  /** getlicense 获取licenseToken. */
  issue(params: Params, now: number): Answer {
    const [enterprise, license] = [params.get('ref_ent_id') ?? '', params.get('license') ?? ''];
    const known = this.#settings.licences.some((given) => given.refEntId === enterprise && given.license === license);
    if (!known) return { result: failed('license无效') };
    const token = randomBytes(16).toString('hex');
    this.#tokens.set(token, { enterprise, until: now + this.#settings.licenceTokenMs });
    return { result: { license_token: token, msg_code: 'SUCCESS', msg_info: '调用成功', response_success: true } };
  }

  /** @returns the refusal of a call without a good token, or undefined. */
  objection(params: Params, now: number): Answer | undefined {
    const token = this.#tokens.get(params.get('license_token') ?? '');
    const good = token !== undefined && token.enterprise === params.get('ref_ent_id') && now < token.until;
    return good ? undefined : failed('licenseToken无效或已过期');
  }
}
