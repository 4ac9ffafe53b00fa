import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryInput, NativeResponse, Operation, Outcome } from '../../adapters/contract/index.ts';
import { isCodeProblem, recognise } from '../../mappings/codes/index.ts';
import type { RecognisedCode, TraceEvent } from '../../mappings/model/index.ts';
import { readText } from '../tools/sources.ts';
import { type Cell, capabilitiesPath, listed, readCells } from './cells.ts';
import { makeCodes } from './make-codes.ts';
import { allPairs, type Pair } from './pairs.ts';
import { seedOf } from './random.ts';
import { contextOf, deliveryOf, eventOf, minimalEvent } from './subject.ts';
import { openWire, type Wire } from './wire.ts';

/*
 * The contract kit, simulators: every adapter with every profile against the family's own simulator, over real sockets through the
 * real link. Adapter and simulator share no code: a wrong signature or field cannot pass against itself.
 */

const { pairs } = await allPairs();
const spoken = pairs.filter(({ family, profile }) => typeof family.simulator(profile) !== 'string');
const unspoken = pairs.filter(({ family, profile }) => typeof family.simulator(profile) === 'string');
/** What really ran, for the comparison with the published table. */
const executed: Cell[] = [];
const cuts = [0, 1, 5, 10, 25, 50, 75, 90, 99];

/** A minute ago: simulators have clocks, and platforms refuse old documents. */
const occurredAt = () => `${new Date(Date.now() + 8 * 3_600_000 - 60_000).toISOString().slice(0, 19)}+08:00`;

function deliveryFor(pair: Pair, operation: Operation, event: TraceEvent, name: string): DeliveryInput {
  // The receipt of an original would have to be one that this simulator has given.
  const original = event.original === undefined ? {} : { original: { documentNo: event.original.documentNo } };
  const own = {
    ...event,
    ...original,
    documentNo: name,
    occurredAt: occurredAt(),
    lines: makeCodes(event.lines, seedOf(name) % 99),
  };
  const input = deliveryOf(operation, own, contextOf(pair));
  return { ...input, firstSentAt: Date.now() };
}

/** What a scanner puts before the data to name the symbology (ISO/IEC 15424). */
const symbology = /^\][A-Za-z][0-9A-Za-z]/;

/** As scanned, with or without the scanner's own mark, or in normal form; nothing else keeps the code. */
function ledgerText(code: RecognisedCode, { family, profile }: Pair): readonly string[] {
  if (family.ledgerCode !== undefined) return [family.ledgerCode(code, profile)];
  return [code.raw, code.raw.replace(symbology, ''), code.value];
}

function codeOf(text: string): RecognisedCode {
  const code = recognise(text);
  if (isCodeProblem(code)) throw new Error(`${text} is no code`);
  return code;
}

/** In one text, so that a failure shows what the platform said. */
function resultOf(outcome: Outcome): string {
  if (outcome.type !== 'fault') return outcome.type === 'ok' && outcome.partial ? 'ok in part' : outcome.type;
  const { category, code, nativeMessage } = outcome.fault;
  return `${category} ${code}: ${nativeMessage ?? ''}`;
}

describe.each(spoken.map((pair) => [pair.profile.id, pair] as const))('%s', (id, pair) => {
  const { adapter } = pair;
  let wire: Wire;
  beforeAll(async () => {
    wire = await openWire(pair);
  });
  afterAll(() => wire?.close());

  const booked = (from: number) => wire.simulator.ledger().slice(from);

  test('the probe answers and books nothing', async () => {
    expect(resultOf(await wire.call(adapter.probe, undefined))).toBe('ok');
    expect(booked(0)).toEqual([]);
  });

  test.each(pair.submissions.map((operation) => [operation.id, operation] as const))(
    '%s is booked once, codes byte for byte, found by its enquiry, and a cut reply proves nothing',
    async (_, operation) => {
      const { event } = minimalEvent(pair, operation, `${id} ${operation.id}`);
      const input = deliveryFor(pair, operation, event, `KIT-A-${operation.id.slice(0, 16)}`);
      const tellsCodes = pair.family.tellsCodes?.(operation.id, pair.profile) ?? true;
      const codes = tellsCodes ? input.event.lines.flatMap((line) => line.codes) : [];
      const before = booked(0).length;
      const repliesBefore = wire.replies.length;
      expect(resultOf(await wire.settled(operation.id, input))).toBe('ok');
      const [answer] = wire.replies.slice(repliesBefore);
      const entries = booked(before);
      const held = entries.flatMap((entry) => entry.codes);
      // Of a relation of packs the platform may hold the outer pack as well, or not.
      const inner = codes.filter(({ parent }) => operation.kind !== 'pack' || parent !== undefined);
      if (operation.kind !== 'pack') expect(held).toHaveLength(codes.length);
      const lost = inner.filter((code) => !ledgerText(code, pair).some((text) => held.includes(text)));
      expect([lost.map(({ raw }) => raw), held]).toEqual([[], held]);

      if (typeof operation.enquiry === 'string') {
        expect(resultOf(await wire.settled(operation.enquiry, input))).toBe('ok');
      }
      if (adapter.operations[operation.id]?.resend !== 'unsafe' || operation.resend !== 'unsafe') {
        expect(resultOf(await wire.settled(operation.id, input))).toMatch(/^ok$|^already-accepted/);
        expect(booked(before)).toHaveLength(entries.length);
      }
      if (answer === undefined) throw new Error('no reply was seen');
      // An answer that is all head (202 with its Location) has no body that could be cut.
      executed.push({ profile: id, operation: operation.id, proof: 'simulated' });
      if (answer.body.length > 0) for (const cut of cuts) expectUnproven(operation, cutTo(answer, cut), input);
    },
  );

  test.each(pair.submissions.map((operation) => [operation.id, operation] as const))(
    '%s with everything an event can hold is taken too',
    async (_, operation) => {
      if (operation.kind === undefined) throw new Error(operation.id);
      const event = eventOf(pair, { kind: operation.kind, amount: 'all', name: `${id} ${operation.id} all` });
      const input = deliveryFor(pair, operation, event, `KIT-B-${operation.id.slice(0, 16)}`);
      const before = booked(0).length;
      expect(resultOf(await wire.settled(operation.id, input))).toBe('ok');
      expect(booked(before).length).toBeGreaterThan(0);
    },
  );

  test('codes that the platform names in a refusal get their verdicts', async () => {
    const { refusedTogether } = pair.family;
    const operation = pair.submissions.find(({ kind }) => kind !== 'pack');
    if (refusedTogether === undefined || operation === undefined) return;
    const { event } = minimalEvent(pair, operation, `${id} refused`);
    const input = deliveryFor(pair, operation, event, 'KIT-C');
    const codes = refusedTogether.map((code) => codeOf(code));
    const [line] = input.event.lines;
    if (line === undefined) throw new Error('an event without lines');
    const together = { ...input, event: { ...input.event, lines: [{ ...line, codes }] } };
    const outcome = await wire.call(operation.id, together);
    expect(resultOf(outcome)).toMatch(/^rejected /);
    const verdicts = outcome.type === 'fault' ? outcome.codes : undefined;
    expect(verdicts?.map(({ code, verdict }) => [code, verdict])).toEqual(codes.map(({ value }) => [value, 'refused']));
  });

  for (const operation of pair.withdrawals) {
    test(`${operation.id} takes back what was booked, and the enquiry then finds nothing`, async () => {
      const submission = pair.submissions.find((each) => each.id === operation.withdraws);
      if (submission === undefined) throw new Error(`${operation.id} takes back what is never sent`);
      const { event } = minimalEvent(pair, submission, `${id} ${operation.id}`);
      const input = deliveryFor(pair, submission, event, `KIT-W-${submission.id.slice(0, 16)}`);
      const sent = await wire.settled(submission.id, input);
      expect(resultOf(sent)).toBe('ok');
      const receipt = sent.type === 'ok' ? sent.receipt : undefined;
      expect(resultOf(await wire.settled(operation.id, { ...input, ...(receipt && { receipt }) }))).toBe('ok');
      if (typeof submission.enquiry === 'string')
        expect(resultOf(await wire.settled(submission.enquiry, input))).toBe('not-found');
      executed.push({ profile: id, operation: operation.id, proof: 'simulated' });
    });
  }

  for (const operation of pair.lookups) {
    test(`${operation.id} is answered as its example asks, and books nothing`, async () => {
      const before = booked(0).length;
      const progress = operation.lookup?.example ?? {};
      expect(['ok', 'not-found']).toContain(resultOf(await wire.call(operation.id, undefined, { progress })));
      expect(booked(before)).toEqual([]);
      executed.push({ profile: id, operation: operation.id, proof: 'simulated' });
    });
  }

  test('a sign-in gives a session', async () => {
    if (pair.login === undefined) return;
    expect(await wire.call(pair.login.id, undefined)).toMatchObject({ type: 'ok', session: expect.anything() });
    executed.push({ profile: id, operation: pair.login.id, proof: 'simulated' });
  });

  function cutTo(answer: NativeResponse, percent: number): NativeResponse {
    const body = answer.body.subarray(0, Math.floor((answer.body.length * percent) / 100));
    const { soap: _soap, ...bare } = answer;
    return { ...bare, body };
  }

  function expectUnproven(operation: Operation, response: NativeResponse, input: DeliveryInput): void {
    const outcome = operation.parseResponse(response, contextOf(pair), input);
    const category = outcome.type === 'fault' ? outcome.fault.category : outcome.type;
    expect(['unknown-outcome', 'contract-broken']).toContain(category);
  }
});

test('a profile that no simulator speaks says why', () => {
  for (const { family, profile } of unspoken) expect(String(family.simulator(profile))).toMatch(/\S+ \S+/);
});

test('the capability table claims what ran here, and nothing else', () => {
  const claimed = readCells(readText(capabilitiesPath)).filter(({ proof }) => proof === 'simulated');
  expect(listed(claimed)).toEqual(listed(executed));
});
