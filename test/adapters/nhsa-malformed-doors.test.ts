import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { type DoorReplies, doors, goodOutput, soapOf, xml } from './nhsa-door-replies.ts';
import { operation, response } from './nhsa-support.ts';

type Case = readonly [name: string, body: string | Uint8Array, status?: number];

/** What a reply that proves nothing may come to: never anything that would end the delivery as done or lost. */
const open = ['unknown-outcome', 'contract-broken'];
const fewestCases = 28;

const goodOf = (door: DoorReplies) => door.write(envelope(door));

/** A good envelope, but for what the changes say; `undefined` leaves a member out. */
function envelope(door: DoorReplies, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { head, names, seal, input } = door;
  return { ...head, [names.code]: 0, [names.output]: seal(goodOutput(input)), ...changes };
}

/** Bodies that are no message of any door. */
function bodies(door: DoorReplies): Case[] {
  const good = goodOf(door);
  const other =
    door.language === 'json'
      ? xml('output', { infcode: 0, output: goodOutput(door.input) })
      : JSON.stringify({ infcode: 0, output: goodOutput(door.input) });
  const cuts = [1, 25, 50, 75, 95].map(
    (percent): Case => [`cut at ${percent} %`, good.slice(0, Math.ceil((good.length * percent) / 100) - 1)],
  );
  return [
    ['empty', ''],
    ['blank', ' \r\n\t '],
    ['a byte order mark only', '\uFEFF'],
    ...cuts,
    ['without its first byte', good.slice(1)],
    ['twice', good + good],
    ['rubbish behind it', `${good}}>`],
    ['NUL bytes', new Uint8Array(64)],
    ['UTF-16', iconv.encode(good, 'utf16-le', { addBOM: true })],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
    ['plain text', 'SUCCESS'],
    ['a form', 'infcode=0&retRslt=1'],
    ['a login page', '<!DOCTYPE html><title>统一身份认证</title>'],
    ['a page around it', `<html><body>${good}</body></html>`],
    ['the other language', other],
    ['null', 'null'],
    ['a list with it', `[${good}]`],
    ['depth bomb of brackets', '['.repeat(100_000)],
    ['depth bomb of elements', '<a>'.repeat(100_000)],
    ['an entity bomb', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'],
    ['an entity that reads a file', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'],
    ['a mesh’s error', '{"timestamp":"2026","status":500,"error":"Internal Server Error"}'],
    ['a gateway’s success', '{"code":0,"message":"success"}'],
    ['an empty object', '{}'],
    ['a redirect with it', good, 302],
    ['an error status with it', good, 500],
  ];
}

/** Envelopes of this door with one thing wrong. */
function envelopes(door: DoorReplies): Case[] {
  const { names, seal, sealText, isSealed, input } = door;
  const entry = (name: string, changes: Readonly<Record<string, unknown>>): Case => [
    name,
    door.write(envelope(door, changes)),
  ];
  const output = (name: string, value: unknown): Case => entry(`answer ${name}`, { [names.output]: value });
  const good = goodOutput(input);
  const verdict = (value: unknown): Case =>
    output(
      `with retRslt ${JSON.stringify(value)}`,
      seal(JSON.parse(JSON.stringify(good).replaceAll('"retRslt":"1"', `"retRslt":${JSON.stringify(value)}`))),
    );
  const nested = JSON.stringify(good);
  return [
    entry('no success code', { [names.code]: undefined }),
    entry('success code empty', { [names.code]: '' }),
    entry('success code blank', { [names.code]: ' ' }),
    entry('success code in capitals of another kind', {
      [names.code]: undefined,
      [names.code === 'infcode' ? 'INFCODE' : 'ret_code']: 0,
    }),
    entry('success code null', { [names.code]: null }),
    entry('success code in an object', { [names.code]: { value: 0 } }),
    entry('success code twice', { [names.code]: [0, 0] }),
    output('missing', undefined),
    output('empty', ''),
    output('null', null),
    output('sealed, empty object', seal({})),
    output('without verdict', seal({ result: {}, selinfoDetail: [], InfoErrDetailList: [] })),
    output('of another transaction', seal({ signinoutb: { sign_no: '1' } })),
    ...['', '01', '2', 'true', '成功', ' 1 1'].map(verdict),
    ...(isSealed
      ? [
          output('in the clear', good),
          output('in the clear as text', nested),
          output('under another key', sealText(nested, 'another-key-000001')),
          output('sealed text of another language', sealText('retRslt=1')),
          output('sealed number', seal(1)),
          output('no Base64 and no hex', '***'),
          output('of ciphertext cut short', 'AAAA'),
        ]
      : [output('encrypted', 'TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc=')]),
  ];
}

/** What only XML and SOAP can get wrong. */
function markup(door: DoorReplies): Case[] {
  if (door.language === 'json') return [];
  const good = goodOf(door);
  const broken: Case[] = [
    ['with a document type', `<!DOCTYPE output>${good}`],
    ['declared as GBK, in UTF-8', `<?xml version="1.0" encoding="GBK"?>${good.replace(/R1/, '上')}`],
    ['declared in an encoding nobody knows', `<?xml version="1.0" encoding="EBCDIC"?>${good}`],
    [
      'labelled UTF-8, in GBK',
      iconv.encode(`<?xml version="1.0" encoding="UTF-8"?>${good.replace(/R1/, '受理成功')}`, 'gbk'),
    ],
    ['two roots', `${good}<x/>`],
    ['tags that cross', good.replace('</', '</x></')],
    ['a control character', good.replace(/R1/, 'R\u0001')],
    ['a bare ampersand', good.replace(/R1/, 'R&1')],
    ['elements of the prototype', good.replace(/R1/, '<__proto__>1</__proto__>')],
  ];
  if (door.language === 'xml') {
    return [
      ...broken,
      ['text beside the elements', good.replace('<infcode>', 'ok<infcode>')],
      ['the answer as attributes', '<output infcode="0" retRslt="1"/>'],
      ['a bare root', '<output/>'],
      ['a root of text', '<output>0</output>'],
      ['a SOAP envelope around it', soapOf(good)],
      ['success code twice as elements', good.replace('<infcode>', '<infcode>-1</infcode><infcode>')],
    ];
  }
  const inner = door.language === 'soap-json' ? JSON.stringify(envelope(door)) : xml('output', envelope(door), 'row');
  return [
    ...broken,
    ['the message without its envelope', inner],
    ['another namespace', good.replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'urn:x')],
    ['no Body', good.replaceAll('S:Body', 'S:Header')],
    ['an empty Body', soapOf('').replace(/<R>.*<\/R>/, '')],
    ['two operations', good.replace('</R>', '</R><R/>')],
    ['two results', good.replace('</return>', '</return><return>1</return>')],
    ['no result', good.replace(/<return>.*<\/return>/s, '')],
    ['elements in the result', good.replace(/<return>.*<\/return>/s, '<return><infcode>0</infcode></return>')],
    ['a text cut short in the result', soapOf(inner.slice(0, -2))],
    ['an empty result', soapOf('')],
    [
      'a fault',
      soapOf('').replace(
        /<R>.*<\/R>/,
        '<S:Fault><faultcode>S:Server</faultcode><faultstring>超时</faultstring></S:Fault>',
      ),
    ],
    ['a fault without words', soapOf('').replace(/<R>.*<\/R>/, '<S:Fault/>')],
    [
      'a member twice in the text',
      soapOf(
        inner.replace(
          /("|<)infcode/,
          door.language === 'soap-json' ? '"infcode":-1,"infcode' : '<infcode>-1</infcode><infcode',
        ),
      ),
    ],
  ];
}

const casesOf = (door: DoorReplies): Case[] => [...bodies(door), ...envelopes(door), ...markup(door)];

describe.each(doors.map((door) => [door.name, door] as const))('%s', (_, door) => {
  const { at, input } = door;
  const cases = casesOf(door);
  const parsed = (id: string, body: string | Uint8Array, status = 200) =>
    operation(id).parseResponse(response(body, status), at, input);

  test('the good reply is one, so the bad ones fail for what is wrong with them', () => {
    expect(parsed('retail-sale.submit', goodOf(door))).toMatchObject({ type: 'ok', items: [{ ok: true }] });
    expect(parsed('retail-return.submit', goodOf(door))).toMatchObject({ type: 'ok', items: [{ ok: true }] });
  });

  test('the corpus is wide enough, and names no case twice', () => {
    expect(cases.length).toBeGreaterThanOrEqual(fewestCases);
    expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
    expect(
      new Set(cases.map(([, body, status]) => `${status} ${Buffer.from(body).toString('hex')}`)).size,
    ).toBeGreaterThan(cases.length - 8);
  });

  // Not test.each, whose titles are made from all arguments: it does not come to an end with these.
  for (const [name, body, status] of cases) {
    test(`${name} proves nothing, and is no answer to an enquiry`, () => {
      for (const id of ['retail-sale.submit', 'retail-return.submit']) {
        const outcome = parsed(id, body, status);
        if (outcome.type !== 'fault') throw new Error(`${id} took it for ${outcome.type}`);
        expect(open).toContain(outcome.fault.category);
      }
      expect(parsed('retail-sale.enquiry', body, status).type).toBe('fault');
    });
  }
});
