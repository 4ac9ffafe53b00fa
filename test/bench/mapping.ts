import { readFile } from 'node:fs/promises';
import { compileSources, type MapInput, readProfile } from '../../mappings/engine/index.ts';
import { median } from './stats.ts';

export interface MappingFigures {
  readonly fields: number;
  readonly cpuMicrosPerRow: number;
  readonly floorCpuMicrosPerRow: number;
}

const rows = 25;
const checkedFields = [
  ['item', 'line.product.localCode', 'C30'],
  ['name', 'line.product.localName', 'C200'],
  ['insurance', 'line.product.nhsaCode', 'C50'],
  ['barcode', 'line.product.gtin', 'C30'],
  ['lot', 'line.lot', 'C30'],
  ['made', 'line.producedOn', 'date'],
  ['expires', 'line.expiresOn', 'date'],
  ['price', 'line.unitPrice', 'N16,6'],
  ['count', 'line.quantity', 'N16,4'],
  ['row', 'position', 'N4'],
  ['document', 'documentNo', 'C40'],
  ['operator', 'operator.name', 'C50'],
  ['settlement', 'settlement.id', 'C30'],
  ['visit', 'settlement.visitNo', 'C30'],
  ['person', 'settlement.person.no', 'C30'],
  ['certificate', 'settlement.person.certNo', 'C50'],
  ['person_name', 'settlement.person.name', 'C50'],
  ['doctor', 'prescription.doctor.name', 'C50'],
  ['pharmacist', 'prescription.pharmacist.name', 'C50'],
  ['licence', 'prescription.pharmacist.licenceNo', 'C50'],
  ['prescription', 'prescription.no', 'C40'],
] as const;

const profileText = `id: bench/row
title: A row of 25 fields
source: the size of a 3505A row
support: demonstration
lookups: { yesNo: { "true": "1", "false": "0" }, settled: { insured: "1", self-pay: "2" } }
operations:
  sale.submit:
    items: { node: rows, each: lines }
    fields:
${checkedFields.map(([name, from, type]) => `      ${name}: { from: ${from}, type: "${type}", required: true }`).join('\n')}
      time: { from: occurredAt, format: china-datetime, type: datetime, required: true }
      split: { from: line.split, lookup: yesNo, default: "0", type: C3, required: true }
      settled: { from: settlement.type, lookup: settled, type: C6, required: true }
      codes: { each: line.codes, fields: { code: { from: code.value, type: C100, required: true } } }
`;

/**
 * CPU of mapping one row of 25 fields, every one checked for presence and type, against the same object written by hand with no check.
 * @param runs interleaved runs, of which the median counts
 * @param messages messages of 25 rows per run
 */
export async function measureMapping(runs: number, messages: number): Promise<MappingFigures> {
  const source = readProfile(profileText, 'bench.yaml');
  const profile = compileSources([source], () => ({ functions: {}, exampleDir: '' })).get(source.id);
  if (profile === undefined) throw new Error('not compiled');
  const input = await wideInput();
  const ours = (): unknown => profile.map('sale.submit', input);
  const floor = (): unknown => byHand(input);
  if (JSON.stringify(ours()) !== JSON.stringify(floor())) throw new Error('the floor writes another message');
  for (const warm of [ours, floor]) cpuMicrosPerRow(warm, messages);
  const figures = { ours: [] as number[], floor: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    figures.ours.push(cpuMicrosPerRow(ours, messages));
    figures.floor.push(cpuMicrosPerRow(floor, messages));
  }
  return {
    fields: checkedFields.length + 4,
    cpuMicrosPerRow: median(figures.ours),
    floorCpuMicrosPerRow: median(figures.floor),
  };
}

async function wideInput(): Promise<MapInput> {
  const file = new URL('../../mappings/nhsa/examples/insured-sale.json', import.meta.url);
  const input: MapInput = JSON.parse(await readFile(file, 'utf8'));
  const [line] = input.event?.lines ?? [];
  if (input.event === undefined || line === undefined) throw new Error('the example has no line');
  return { ...input, event: { ...input.event, lines: Array.from({ length: rows }, () => line) } };
}

function cpuMicrosPerRow(work: () => unknown, messages: number): number {
  const before = process.cpuUsage();
  for (let count = 0; count < messages; count += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / messages / rows;
}

function byHand({ event }: MapInput): unknown {
  const person = event?.settlement?.person;
  const prescription = event?.prescription;
  return {
    rows: (event?.lines ?? []).map((line, index) => ({
      item: line.product.localCode,
      name: line.product.localName,
      insurance: line.product.nhsaCode,
      barcode: line.product.gtin,
      lot: line.lot,
      made: line.producedOn,
      expires: line.expiresOn,
      price: line.unitPrice,
      count: line.quantity,
      row: String(index + 1),
      document: event?.documentNo,
      operator: event?.operator?.name,
      settlement: event?.settlement?.id,
      visit: event?.settlement?.visitNo,
      person: person?.no,
      certificate: person?.certNo,
      person_name: person?.name,
      doctor: prescription?.doctor?.name,
      pharmacist: prescription?.pharmacist?.name,
      licence: prescription?.pharmacist?.licenceNo,
      prescription: prescription?.no,
      time: `${event?.occurredAt.slice(0, 10)} ${event?.occurredAt.slice(11, 19)}`,
      split: line.split ? '1' : '0',
      settled: event?.settlement?.type === 'insured' ? '1' : '2',
      codes: line.codes.map(({ value }) => ({ code: value })),
    })),
  };
}
