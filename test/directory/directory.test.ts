import { describe, expect, test } from '@jest/globals';
import { createDirectory, type DirectoryInput } from '../../gateway/directory/index.ts';
import type { DirectoryEntry, HeldInstitution } from '../../gateway/store/contract.ts';
import { runtime } from '../http/rig.ts';

const secret = 'hush-hush-7';
const links = new Map(['hunan', 'maker'].map((id) => [id, runtime(id)]));

/** A directory over rows in memory, with what it asked the store to do and the hands of its clock. */
function createRoom() {
  const rows = new Map<string, DirectoryEntry>();
  const freed: string[] = [];
  const hands = { now: 1_000 };
  /** The next write fails. */
  const broken = { on: false };
  let reads = 0;
  const store = {
    getInstitution(tenant: string, code: string) {
      reads += 1;
      return Promise.resolve(rows.get(`${tenant} ${code}`));
    },
    putInstitution(entry: DirectoryEntry) {
      if (broken.on) {
        broken.on = false;
        return Promise.reject(new Error('disk full'));
      }
      rows.set(`${entry.tenant} ${entry.code}`, entry);
      return Promise.resolve();
    },
    unhold(link: string, whose: HeldInstitution | undefined) {
      freed.push(`${link} ${whose?.tenant} ${whose?.institution}`);
      return Promise.resolve();
    },
  };
  const open = (fill = 1) =>
    createDirectory({ store, links, sealKey: Buffer.alloc(32, fill), clock: () => hands.now, cacheMs: 1_000 });
  return { directory: open(), open, rows, freed, hands, broken, reads: () => reads };
}

function entry(more: Partial<DirectoryInput> = {}): DirectoryInput {
  return {
    code: 'P1',
    name: '追溯通药店',
    region: '430102',
    role: 'pharmacy',
    links: { hunan: { identity: { shop: '1' }, credentials: { secret } } },
    ...more,
  };
}

describe('put', () => {
  test('seals credentials, ends the institution’s holds on its links, and gives a context to adapters', async () => {
    const { directory, rows, freed } = createRoom();
    await directory.put('T', entry());
    expect(JSON.stringify([...rows])).not.toContain(secret);
    expect(freed).toEqual(['hunan T P1']);
    expect(await directory.context('T', 'P1', 'hunan')).toEqual({
      code: 'P1',
      name: '追溯通药店',
      region: '430102',
      identity: { shop: '1' },
      credentials: { secret },
    });
  });

  test('without credentials keeps those stored; a link left out is removed', async () => {
    const { directory } = createRoom();
    const maker = { identity: { shop: '2' }, credentials: { secret } };
    await directory.put('T', entry({ links: { ...entry().links, maker } }));
    await directory.put('T', entry({ links: { hunan: { identity: { shop: '9' } } } }));
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({
      identity: { shop: '9' },
      credentials: { secret },
    });
    expect(await directory.context('T', 'P1', 'maker')).toEqual({ missing: expect.stringContaining('no identity') });
  });

  test.each([
    ['an unknown link', { links: { nowhere: { identity: {} } } }, '/links/nowhere', 'LINK_UNKNOWN'],
    [
      'a missing identity field',
      { links: { hunan: { identity: {}, credentials: { secret } } } },
      '/links/hunan/identity/shop',
      'FIELD_MISSING',
    ],
    [
      'an unknown credential',
      { links: { hunan: { identity: { shop: '1' }, credentials: { secret, pin: '1' } } } },
      '/links/hunan/credentials/pin',
      'FIELD_UNKNOWN',
    ],
    [
      'no credentials at all',
      { links: { hunan: { identity: { shop: '1' } } } },
      '/links/hunan/credentials/secret',
      'FIELD_MISSING',
    ],
    ['a wrong region', { region: '43' }, '/region', 'FIELD_FORMAT'],
    ['a wrong code', { code: 'P 1' }, '/code', 'FIELD_FORMAT'],
  ])('%s is refused and nothing stored', async (_name, more, pointer, code) => {
    const { directory, rows } = createRoom();
    const result = await directory.put('T', entry(more));
    expect(result).toMatchObject({ errors: [{ pointer, code }] });
    expect(JSON.stringify(result)).not.toContain(secret);
    expect(rows.size).toBe(0);
  });
});

describe('context', () => {
  test('is remembered for a while, but an own change counts at once', async () => {
    const { directory, hands, reads } = createRoom();
    await directory.put('T', entry());
    await directory.context('T', 'P1', 'hunan');
    const before = reads();
    await directory.context('T', 'P1', 'hunan');
    expect(reads()).toBe(before);
    await directory.put('T', entry({ name: 'New' }));
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({ name: 'New' });
    hands.now += 1_001;
    const later = reads();
    await directory.context('T', 'P1', 'hunan');
    expect(reads()).toBe(later + 1);
  });

  test('what is missing is looked up again: it may have been mended elsewhere', async () => {
    const room = createRoom();
    expect(await room.directory.context('T', 'P1', 'hunan')).toEqual({
      missing: expect.stringContaining('not in the directory'),
    });
    await room.open().put('T', entry());
    expect(await room.directory.context('T', 'P1', 'hunan')).toMatchObject({ code: 'P1' });
  });

  test('a change that comes in while an entry is being read is not lost', async () => {
    const { directory } = createRoom();
    await directory.put('T', entry());
    const reading = directory.context('T', 'P1', 'hunan');
    await directory.put('T', entry({ name: 'New' }));
    await reading;
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({ name: 'New' });
  });

  test('belongs to a tenant', async () => {
    const { directory } = createRoom();
    await directory.put('T', entry());
    expect(await directory.context('U', 'P1', 'hunan')).toHaveProperty('missing');
  });

  test('under another key says why, and new credentials mend it', async () => {
    const { directory, open } = createRoom();
    await directory.put('T', entry());
    const other = open(2);
    expect(await other.context('T', 'P1', 'hunan')).toEqual({ missing: expect.stringContaining('another key') });
    expect(await other.put('T', entry({ links: { hunan: { identity: { shop: '1' } } } }))).toHaveProperty('errors');
    await other.put('T', entry());
    expect(await other.context('T', 'P1', 'hunan')).toMatchObject({ credentials: { secret } });
  });
});

test('a change that the store refuses does not hold up the next one', async () => {
  const { open, broken } = createRoom();
  const directory = open();
  broken.on = true;
  const refused = directory.put('T', entry());
  const next = directory.put('T', entry({ code: 'P2' }));
  await expect(refused).rejects.toThrow('disk full');
  expect(await next).toHaveProperty('entry');
});

describe('CSV import', () => {
  const header = 'code,name,region,role,link,identity.shop,credentials.secret';

  test('takes one row per institution and link, with byte order mark, CRLF, quotes and columns in any order', async () => {
    const { directory } = createRoom();
    const csv = `\ufefflink,code,name,region,role,credentials.secret,identity.shop\r\nhunan,P1,"药店,一",430102,pharmacy,"a""b",1\r\nmaker,P1,"药店,一",430102,pharmacy,c,2\r\n\r\nhunan,P2,药店二,430102,pharmacy,d,3\r\n`;
    expect(await directory.importCsv('T', csv)).toEqual({ institutions: 2 });
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({
      name: '药店,一',
      credentials: { secret: 'a"b' },
    });
    expect(await directory.context('T', 'P1', 'maker')).toMatchObject({ identity: { shop: '2' } });
    expect(await directory.context('T', 'P2', 'hunan')).toMatchObject({ identity: { shop: '3' } });
  });

  test('leaves links that the file does not tell of as they are, and keeps secrets of empty cells', async () => {
    const { directory, freed } = createRoom();
    await directory.put(
      'T',
      entry({ links: { ...entry().links, maker: { identity: { shop: '2' }, credentials: { secret } } } }),
    );
    expect(await directory.importCsv('T', `${header}\nP1,New,430102,pharmacy,hunan,8,`)).toEqual({ institutions: 1 });
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({
      identity: { shop: '8' },
      credentials: { secret },
    });
    expect(await directory.context('T', 'P1', 'maker')).toMatchObject({ name: 'New', identity: { shop: '2' } });
    expect(freed).toContain('hunan T P1');
  });

  test('two files at the same time, each about another link of one institution, both count', async () => {
    const { directory } = createRoom();
    const [first, second] = await Promise.all([
      directory.importCsv('T', `${header}\nP1,One,430102,pharmacy,hunan,1,s`),
      directory.importCsv('T', `${header}\nP1,One,430102,pharmacy,maker,2,s`),
    ]);
    expect([first, second]).toEqual([{ institutions: 1 }, { institutions: 1 }]);
    expect(await directory.context('T', 'P1', 'hunan')).toMatchObject({ identity: { shop: '1' } });
    expect(await directory.context('T', 'P1', 'maker')).toMatchObject({ identity: { shop: '2' } });
  });

  test('is all or nothing, and names line and column of every error', async () => {
    const { directory, rows } = createRoom();
    const csv = [
      header,
      'P1,One,430102,pharmacy,hunan,1,s',
      'P2,Two,43,pharmacy,hunan,2,s',
      'P3,Three,430102,pharmacy,nowhere,3,s',
      'P4,Four,430102,pharmacy,hunan,,s',
    ].join('\n');
    const result = await directory.importCsv('T', csv);
    expect('errors' in result && result.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/rows/3/region FIELD_FORMAT',
      '/rows/4/link LINK_UNKNOWN',
      '/rows/5/identity.shop FIELD_MISSING',
    ]);
    expect(rows.size).toBe(0);
  });

  test.each([
    ['an unknown column', `${header},colour\nP1,One,430102,pharmacy,hunan,1,s,red`, '/rows/1/colour', 'COLUMN_UNKNOWN'],
    ['a missing column', 'code,name,region,role\nP1,One,430102,pharmacy', '/rows/1/link', 'COLUMN_MISSING'],
    ['a repeated column', `${header},code\nP1,One,430102,pharmacy,hunan,1,s,P1`, '/rows/1/code', 'COLUMN_REPEATED'],
    ['a short row', `${header}\nP1,One`, '/rows/2', 'CELLS_MISCOUNTED'],
    [
      'one link twice',
      `${header}\nP1,A,430102,pharmacy,hunan,1,s\nP1,A,430102,pharmacy,hunan,2,s`,
      '/rows/3/link',
      'ROW_REPEATED',
    ],
    [
      'two names',
      `${header}\nP1,A,430102,pharmacy,hunan,1,s\nP1,B,430102,pharmacy,maker,2,s`,
      '/rows/3/name',
      'ROW_CONFLICT',
    ],
    ['an open quote', `${header}\nP1,"A,430102`, '/rows/2', 'CSV_UNREADABLE'],
    ['nothing', '', '/rows/1/code', 'COLUMN_MISSING'],
  ])('%s is refused', async (_name, csv, pointer, code) => {
    const result = await createRoom().directory.importCsv('T', csv);
    expect('errors' in result && result.errors.map((error) => `${error.pointer} ${error.code}`)).toContain(
      `${pointer} ${code}`,
    );
  });

  test('mixed line breaks do not swallow rows', async () => {
    const { directory } = createRoom();
    const csv = `${header}\r\nP1,A,430102,pharmacy,hunan,1,s\nP2,B,430102,pharmacy,hunan,2,s\r\n`;
    expect(await directory.importCsv('T', csv)).toEqual({ institutions: 2 });
  });
});
