import { type IdContext, type JsonSchema, RequestError } from '../contract/index.ts';

/**
 * Keys by transport: the institution's own (credential) wins over the link's (setting). `secret` ones are never shown.
 * The rows of a pair are used together or not at all.
 */
const keys = {
  ak: { setting: 'accessKey', title: 'AK', secret: false, pair: 'sk' },
  sk: { setting: 'secretKey', title: 'SK', secret: true, pair: 'ak' },
  paas_id: { setting: 'paasId', title: 'x-tif-paasid', secret: false, pair: 'paas_secret' },
  paas_secret: { setting: 'paasSecret', title: 'x-tif secret', secret: true, pair: 'paas_id' },
  api_key: { setting: 'apiKey', title: 'Static key header', secret: true, pair: undefined },
  sm4_key: { setting: 'sm4Key', title: 'SM4 key, at least 16 characters', secret: true, pair: undefined },
  client_id: { setting: 'clientId', title: 'OAuth2 client id', secret: false, pair: 'client_secret' },
  client_secret: { setting: 'clientSecret', title: 'OAuth2 client secret', secret: true, pair: 'client_id' },
  username: { setting: 'username', title: 'OAuth2 user', secret: false, pair: 'password' },
  password: { setting: 'password', title: 'OAuth2 password', secret: true, pair: 'username' },
  sm2_private_key: { setting: 'sm2PrivateKey', title: 'SM2 private key, hex or Base64', secret: true, pair: undefined },
  app_key: { setting: 'appKey', title: 'appId of encData and signData', secret: false, pair: 'app_secret' },
  app_secret: { setting: 'appSecret', title: 'appSecret', secret: true, pair: 'app_key' },
} as const;

export type KeyName = keyof typeof keys;
type Row = (typeof keys)[KeyName];
const rows: ReadonlyArray<readonly [string, Row]> = Object.entries(keys);

/** Names under which a secret stands in settings, credentials and requests. */
export const secretNames: readonly string[] = rows.flatMap(([name, { setting, secret }]) =>
  secret ? [name, setting] : [],
);

/** Properties and pairs of the institution's credentials. */
export const credentialKeys = keySchema((name) => name);

/** Properties and pairs of the link's settings. */
export const settingKeys = keySchema((name) => rows.find(([known]) => known === name)?.[1].setting ?? name);

function keySchema(named: (name: string) => string): {
  readonly properties: Record<string, JsonSchema>;
  readonly dependentRequired: Record<string, readonly string[]>;
} {
  const properties = rows.map(([name, { title, secret }]) => [
    named(name),
    { type: 'string', minLength: 1, maxLength: 2000, title, ...(secret && { writeOnly: true }) },
  ]);
  const pairs = rows.flatMap(([name, { pair }]) => (pair === undefined ? [] : [[named(name), [named(pair)]]]));
  return { properties: Object.fromEntries(properties), dependentRequired: Object.fromEntries(pairs) };
}

/** @returns the institution's own key, else the link's, else undefined. */
export function keyOf(name: KeyName, { institution, settings }: IdContext): string | undefined {
  const { setting, pair } = keys[name];
  const own = institution.credentials[name];
  // Half a pair of one's own beside half a pair of the link's would be a key of nobody.
  if (own !== undefined && (pair === undefined || institution.credentials[pair] !== undefined)) return own;
  const shared = settings[setting];
  return typeof shared === 'string' ? shared : undefined;
}

/**
 * @returns the key.
 * @throws RequestError NHSA_KEY_MISSING: nothing can be built without it. The sign-in comes before every submission, so this holds
 * the one institution until it gets its key.
 */
export function requiredKey(name: KeyName, context: IdContext): string {
  const key = keyOf(name, context);
  if (key === undefined) throw new RequestError('NHSA_KEY_MISSING', `the institution has no ${name}`);
  return key;
}
