import { hostKeyOf } from '../../../adapters/mah-file/simulator/host-key.ts';
import type { Profile } from '../../../mappings/engine/index.ts';
import { selfSigned } from '../../adapters/self-signed.ts';
import { keysOf as insuranceKeys } from '../../contract/families/nhsa.ts';
import type { Account } from '../../contract/family.ts';
import { familyOf } from '../../contract/pairs.ts';
import type { DemoInstitution } from './institutions.ts';
import type { DemoLink } from './links.ts';

/** How the institutions of a link get into its platform: what the simulator, the link and the directory each must know. */
export interface Access {
  readonly simulator: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly accounts: ReadonlyMap<DemoInstitution, Account>;
}

type Holders = readonly DemoInstitution[];
/** Settings of the simulator besides those of its dialect, and every holder's account. */
type Opened = Pick<Access, 'simulator' | 'accounts'>;

const openers: Readonly<Record<string, (profile: Profile, holders: Holders, prefix: string | undefined) => Opened>> = {
  nhsa,
  msfx,
  'mah-soap': (profile, holders, prefix) => {
    const opened = profile.id === 'mah-soap/trace2' ? certified(holders) : withPasswords(holders);
    return { ...opened, simulator: { ...opened.simulator, codePrefixes: [prefix] } };
  },
  'mah-rest': (_, holders, prefix) => {
    const accounts = each(holders, ({ code }) => ({
      identity: { partnerCode: code },
      credentials: { appKey: `app-${code}`, appSecret: `demo-secret-${code}` },
    }));
    const partners = [...accounts.values()].map(({ identity, credentials }) => ({ ...identity, ...credentials }));
    return { accounts, simulator: { partners, codePrefixes: [prefix] } };
  },
  'mah-epcis': epcis,
  'mah-file': (_, holders, prefix) => {
    const accounts = each(holders, ({ code }) => ({
      identity: { corpId: code, license: `LIC-${code}` },
      credentials: { username: `drop-${code}`, password: `demo-secret-${code}` },
    }));
    const known = [...accounts.values()].map(({ identity: { corpId }, credentials }) => ({ corpId, ...credentials }));
    return { accounts, simulator: { accounts: known, codePrefixes: [prefix], hostKeySeed } };
  },
  'regulator-json': (_, holders) => {
    const accounts = each(holders, ({ code, region }) => ({
      // GB 32100-2015: 18 characters, the 3rd to 8th the region.
      identity: { uscId: `91${region}MA000000${code.startsWith('P') ? '10' : '20'}`, appId: `app-${code}` },
      credentials: { secret: `demo-secret-${code}` },
    }));
    const known = [...accounts.values()].map(({ identity, credentials }) => ({ ...identity, ...credentials }));
    return { accounts, simulator: { accounts: known } };
  },
};

const hostKeySeed = 'tracehub-demo-all';

export async function accessOf(link: DemoLink): Promise<Access> {
  const { adapter, holders, prefix } = link;
  // What a link chooses stands in place of what the profile states, for the platform as for the hub.
  const profile = { ...link.profile, constants: { ...link.profile.constants, ...link.settings } };
  const family = await familyOf(adapter);
  const opened = openers[adapter]?.(profile, holders, prefix);
  const dialect = family.simulator(profile);
  if (opened === undefined || typeof dialect === 'string') throw new Error(`no way into ${profile.id}: ${dialect}`);
  const hostKey = adapter === 'mah-file' ? { hostKeySha256: [hostKeyOf(hostKeySeed).fingerprint] } : {};
  return {
    accounts: opened.accounts,
    simulator: { ...dialect, ...opened.simulator, ...link.platform },
    settings: { ...family.settings?.(profile), ...hostKey, ...link.settings },
  };
}

function each(holders: Holders, account: (holder: DemoInstitution) => Account): Map<DemoInstitution, Account> {
  return new Map(holders.map((holder) => [holder, account(holder)]));
}

function nhsa(profile: Profile, holders: Holders): Opened {
  const known = holders.map(({ code, name, region }) => ({
    // At least 16 characters: Jilin's and Beijing's begin with an SM4 key.
    ak: `ak-${code}-demo`,
    sk: `sk-${code}-demo`,
    code,
    name,
    hospCode: `${region}000${code.startsWith('P') ? 1 : 2}`,
  }));
  const accounts = new Map(
    holders.map((holder, index) => {
      const account = known[index] as (typeof known)[number];
      const identity = {
        fixmedins_code: account.code,
        fixmedins_name: account.name,
        opter: '001',
        opter_name: '王店员',
        hosp_code: account.hospCode,
      };
      return [holder, { identity, credentials: insuranceKeys(profile, account) }];
    }),
  );
  return { accounts, simulator: { accounts: known } };
}

function msfx({ constants }: Profile, holders: Holders): Opened {
  const supplier = { refEntId: 'demo-ref-ent-901', entId: 'demo-ent-id-901', name: '演示医药批发有限公司' };
  const parties = holders.map(({ code, name }) => ({ refEntId: `ref-ent-${code}`, entId: `ent-id-${code}`, name }));
  const license = (refEntId: string) => `license-${refEntId}`;
  const accounts = new Map(
    holders.map((holder) => {
      const identity = {
        ref_ent_id: `ref-ent-${holder.code}`,
        ent_id: `ent-id-${holder.code}`,
        partners: `W901=${supplier.entId}`,
      };
      return [
        holder,
        { identity, credentials: constants.family === 'wes' ? { license: license(identity.ref_ent_id) } : {} },
      ];
    }),
  );
  const enterprises = parties.map(({ refEntId }) => refEntId);
  const licences = enterprises.map((refEntId) => ({ refEntId, license: license(refEntId) }));
  return { accounts, simulator: { enterprises, parties: [...parties, supplier], licences } };
}

function withPasswords(holders: Holders): Opened {
  const accounts = each(holders, ({ code }) => ({
    identity: { partnerCode: code },
    credentials: { username: `pos-${code}`, password: `demo-secret-${code}` },
  }));
  const partners = [...accounts.values()].map(({ identity, credentials }) => ({ ...identity, ...credentials }));
  return { accounts, simulator: { partners } };
}

function certified(holders: Holders): Opened {
  const accounts = each(holders, ({ code }) => ({
    identity: { partnerCode: code },
    credentials: { ...selfSigned(code) },
  }));
  const certificates = [...accounts].map(([{ code }, { credentials }]) => ({
    partnerCode: code,
    certificate: credentials.certificate,
  }));
  return { accounts, simulator: { certificates } };
}

function epcis(_: Profile, holders: Holders, prefix: string | undefined): Opened {
  const accounts = new Map(
    holders.map((holder, index) => {
      const gln = withCheckDigit(`6901234${String(index + 1).padStart(5, '0')}`);
      return [holder, { identity: { gln, partyGln: gln }, credentials: { apiKey: `epcis-key-${holder.code}` } }];
    }),
  );
  const known = [...accounts].map(([{ code }, { credentials }]) => ({
    name: code,
    username: `epcis-${code}`,
    password: `demo-secret-${code}`,
    token: `epcis-token-${code}`,
    ...credentials,
  }));
  return { accounts, simulator: { accounts: known, codePrefixes: [prefix] } };
}

/** GS1 General Specifications §7.9: weights 1 and 3 from the left, for a body of 12 digits. */
function withCheckDigit(body: string): string {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
