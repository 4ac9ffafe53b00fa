import { describe, expect, test } from '@jest/globals';
import { adapters, simulators } from '../../adapters/index.ts';
import { faults } from '../../adapters/mah-epcis/faults.ts';
import { mahEpcisAdapter } from '../../adapters/mah-epcis/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { build, institution, KEY, kinds, refusal, xml } from './mah-epcis-support.ts';

describe('credentials', () => {
  const headersWith = (settings: Record<string, unknown>, credentials: Record<string, string>) =>
    build('probe', undefined, { settings, institution: { ...institution, credentials } }).headers;

  test.each([
    [{}, { apiKey: 'k' }, 'X-API-Key', 'k'],
    [{ apiKeyHeader: 'X-Key' }, { apiKey: 'k' }, 'X-Key', 'k'],
    [
      { auth: 'basic' },
      { username: 'u', password: 'p:ö' },
      'authorization',
      `Basic ${Buffer.from('u:p:ö').toString('base64')}`,
    ],
    [{ auth: 'bearer' }, { token: 't' }, 'authorization', 'Bearer t'],
  ])('%j', (settings, credentials, name, value) => {
    expect(headersWith(settings, credentials)[name]).toBe(value);
  });

  test('none are needed where the repository asks for none; a missing one stops before sending', () => {
    expect(Object.keys(headersWith({ auth: 'none' }, {})).some((name) => /key|authorization/i.test(name))).toBe(false);
    for (const auth of ['api-key', 'basic', 'bearer'])
      expect(refusal(() => headersWith({ auth }, {}))).toBe('IDENTITY_INCOMPLETE');
  });
});

test('every write has an enquiry; every fault says what to do in both languages; every kind has a table', () => {
  for (const { effect, enquiry } of Object.values(mahEpcisAdapter.operations)) {
    if (effect === 'write') expect(mahEpcisAdapter.operations[String(enquiry)]?.effect).toBe('read');
  }
  for (const { message, hint } of faults) {
    expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 0)).toBe(true);
  }
  for (const kind of kinds) expect(xml.operations).toContain(`${kind}.submit`);
  expect(adapters['mah-epcis']).toBe(mahEpcisAdapter);
  expect(simulators['mah-epcis']).toBeDefined();
});

test.each([
  [{}, true],
  [{ codeUri: 'https://mah.example.com/obj/{code}', digitalLinkDomain: 'https://id.example.com/x' }, true],
  [{ codeUri: 'urn:a-b:{code}' }, true],
  [{ codeUri: 'https://mah.example.com/obj/' }, false],
  [{ codeUri: 'http://mah.example.com/{code}' }, false],
  [{ digitalLinkDomain: 'https://id.example.com/' }, false],
  [{ companyPrefixes: ['69'] }, false],
  [{ auth: 'ntlm' }, false],
])('settings %j are valid: %s', (settings, valid) => {
  expect(compileSchema(mahEpcisAdapter.settingsSchema)(settings).length === 0).toBe(valid);
});

test('scrub masks the secrets and personal numbers', () => {
  const text = `${JSON.stringify({ 'X-API-Key': KEY, authorization: 'Bearer abc-123', password: 'pw-1', token: 'tk-1' })} 13800138000 11010519491231002X`;
  const scrubbed = mahEpcisAdapter.scrub(text);
  for (const secret of [KEY, 'abc-123', 'pw-1', 'tk-1', '13800138000', '11010519491231002X'])
    expect(scrubbed).not.toContain(secret);
});
