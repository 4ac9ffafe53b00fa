import { type CallContext, SetupError } from '../contract/index.ts';
import { apiKeyHeader, authForm } from './settings.ts';

/**
 * Headers that prove who sends a request, as the link's `auth` says (RFC 7617, RFC 6750, or a key of the repository's own).
 * @throws RequestError when the directory lacks the credential.
 */
export function authHeaders({ settings, institution }: CallContext): Readonly<Record<string, string>> {
  const credential = (name: string): string => {
    const value = institution.credentials[name];
    if (value !== undefined && value !== '') return value;
    throw new SetupError('IDENTITY_INCOMPLETE', `institution ${institution.code} has no ${name} on this link`);
  };
  switch (authForm(settings)) {
    case 'api-key':
      return { [apiKeyHeader(settings)]: credential('apiKey') };
    case 'basic': {
      const pair = `${credential('username')}:${credential('password')}`;
      return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
    }
    case 'bearer':
      return { authorization: `Bearer ${credential('token')}` };
    case 'none':
      return {};
  }
}
