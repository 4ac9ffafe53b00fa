import { loadProfiles, type Profile } from '../../../mappings/engine/index.ts';
import type { EventKind, EventLine, Party, TraceEvent } from '../../../mappings/model/index.ts';
import { extensionsOf } from '../../contract/make-event.ts';
import { type DemoInstitution, institutionsOf } from './institutions.ts';
import { type Maker, makers } from './makers.ts';
import { regionsOf } from './regions.ts';

/** One posting of the mixed day: the event as the institution's system sends it, and what happens to it afterwards. */
export interface MixedPosting {
  /**
   * - `settle`: accepted while the till has not settled; it asks for the nodes of its settlement, settles and reports that.
   * - `withdraw`: entered twice; taken back at the insurance at the end of the day.
   * - `three-makers`: one sale of three manufacturers' products.
   */
  readonly note: 'plain' | 'settle' | 'withdraw' | 'three-makers';
  readonly event: TraceEvent;
  /** What the till's settlement gave (`settle`). */
  readonly settlement?: TraceEvent['settlement'];
}

const supplier: Party = { code: 'W901', name: '演示医药批发有限公司', licenceNo: 'AA0000901' };
/** Where a region wants the invoice of a purchase: an empty PDF. */
const invoice: Readonly<Record<string, string>> = {
  purc_invo_no: '12345678',
  purc_invo_file_data: 'JVBERi0xLjQK',
  purc_invo_file_name: 'invoice.pdf',
};
/** Each line's packs: few enough to read, more than one. */
const packs = 2;
/** 药品子类编码 at 码上放心: 药品标识码 and three digits. */
const subType = '001';

/** @returns the day of every institution, each in the order of its documents. */
export function makeMixedDay(profiles: ReadonlyMap<string, Profile>): readonly MixedPosting[] {
  const regions = regionsOf(profiles);
  const day: MixedPosting[] = [];
  for (const [index, institution] of institutionsOf(regions).entries()) {
    const insurance = regions.find(({ district }) => district === institution.region)?.profile;
    const desk = new Desk(institution, index, insurance);
    day.push(...daysWork(desk));
  }
  return day;
}

function daysWork(desk: Desk): readonly MixedPosting[] {
  switch (desk.institution.role) {
    case 'pharmacy':
      return pharmacyDay(desk);
    case 'hospital':
      return desk.institution.msfx === 'msfx/vaccination' ? vaccinationDay(desk) : hospitalDay(desk);
    case 'wholesaler':
      return wholesaleDay(desk);
    case 'manufacturer':
      return producerDay(desk);
  }
}

function pharmacyDay(desk: Desk): readonly MixedPosting[] {
  const bought = desk.purchase('purchase-in', [desk.line(0), desk.line(1)]);
  const insured = desk.document('retail-sale', [desk.line(0)], { settlement: desk.insured() });
  const settlement = desk.insured();
  const unsettled = desk.document('retail-sale', [desk.line(1)], { settlement: { type: 'insured', awaiting: true } });
  const sold = desk.document('retail-sale', [desk.line(0, 1), desk.line(1, 1)], { settlement: selfPay });
  const backed = { settlement: selfPay, original: { documentNo: sold.documentNo } };
  const three = makers.slice(0, 3).map((maker) => desk.lineOf(maker, 1));
  return [
    plain(bought),
    plain(insured),
    { note: 'settle', event: unsettled, settlement },
    plain(sold),
    plain(desk.document('retail-return', sold.lines.slice(0, 1), backed)),
    { note: 'withdraw', event: desk.document('retail-sale', [desk.line(0, 1)], { settlement: selfPay }) },
    { note: 'three-makers', event: desk.document('retail-sale', three, { settlement: selfPay }) },
    plain(desk.purchase('purchase-return', [desk.line(0, 1)])),
    plain(desk.document('transfer-out', [desk.line(1, 1)], { counterparty: supplier })),
    plain(desk.document('transfer-in', [desk.line(1, 1)], { counterparty: supplier })),
    plain(desk.document('stock-count', [desk.line(0), desk.line(1)])),
    plain(desk.document('stock-adjust', [desk.line(0, 1)], { reason: 'inspection' })),
    plain(desk.document('destroy', [desk.line(1, 1)])),
  ];
}

function hospitalDay(desk: Desk): readonly MixedPosting[] {
  const bought = desk.purchase('purchase-in', [desk.line(0)]);
  const settlement = desk.insured();
  const dispensed = desk.document('dispense', [desk.line(0), desk.line(1)], { settlement });
  const backed = { settlement, original: { documentNo: dispensed.documentNo } };
  return [
    plain(bought),
    plain(dispensed),
    plain(desk.document('dispense-return', dispensed.lines.slice(0, 1), backed)),
    plain(desk.document('stock-adjust', [desk.line(1, 1)], { reason: 'inspection' })),
  ];
}

function vaccinationDay(desk: Desk): readonly MixedPosting[] {
  const vaccine = makers.at(-1) as Maker;
  return [
    plain(desk.document('purchase-in', [desk.lineOf(vaccine, packs)], { counterparty: supplier })),
    plain(desk.document('dispense', [desk.lineOf(vaccine, packs)], { settlement: selfPay })),
  ];
}

function wholesaleDay(desk: Desk): readonly MixedPosting[] {
  const trade = { counterparty: supplier };
  const all = makers.map((maker) => desk.lineOf(maker, packs));
  const bought = desk.document('purchase-in', all, trade);
  const sold = desk.document('sale-out', all, trade);
  const backed = { ...trade, original: { documentNo: sold.documentNo } };
  return [
    plain(bought),
    plain(sold),
    plain(desk.document('sale-return', sold.lines.slice(0, 1), backed)),
    plain(desk.document('purchase-return', [desk.line(0, 1)], trade)),
    plain(desk.document('transfer-out', [desk.line(1, 1)], trade)),
    plain(desk.document('transfer-in', [desk.line(1, 1)], trade)),
    plain(desk.document('stock-adjust', [desk.line(0, 1)], { reason: 'rework' })),
    plain(desk.document('destroy', [desk.line(1, 1)])),
  ];
}

/** Packs each product, takes it from production and sells it. */
function producerDay(desk: Desk): readonly MixedPosting[] {
  const packed = makers.map((maker) =>
    plain({
      ...desk.document('pack', [desk.packLine(maker)]),
      extensions: { msfx: { subTypeNo: `${maker.prefix}${subType}` } },
    }),
  );
  const all = makers.map((maker) => desk.lineOf(maker, packs));
  const production = { counterparty: supplier, extensions: { msfx: { reason: 'production' } } };
  return [
    ...packed,
    plain(desk.document('purchase-in', all, production)),
    plain(desk.document('sale-out', all, { counterparty: supplier })),
  ];
}

const selfPay = { type: 'self-pay' } as const;
const plain = (event: TraceEvent): MixedPosting => ({ note: 'plain', event });

const marks: Readonly<Record<EventKind, string>> = {
  'retail-sale': 'XS',
  'retail-return': 'TH',
  dispense: 'FY',
  'dispense-return': 'TY',
  'purchase-in': 'RK',
  'purchase-return': 'GT',
  'sale-out': 'CK',
  'sale-return': 'XT',
  'transfer-in': 'DR',
  'transfer-out': 'DC',
  'stock-count': 'PD',
  'stock-adjust': 'TZ',
  destroy: 'XH',
  pack: 'BZ',
};

/** Writes an institution's documents: numbers, times and codes that no other institution has. */
class Desk {
  readonly institution: DemoInstitution;
  readonly #index: number;
  readonly #insurance: Profile | undefined;
  #documents = 0;
  #codes = 0;

  constructor(institution: DemoInstitution, index: number, insurance: Profile | undefined) {
    this.institution = institution;
    this.#index = index;
    this.#insurance = insurance;
  }

  document(kind: EventKind, lines: readonly EventLine[], more: Partial<TraceEvent> = {}): TraceEvent {
    this.#documents += 1;
    const { code, name, region, role } = this.institution;
    const number = String(this.#documents).padStart(2, '0');
    const [first, ...others] = lines;
    if (first === undefined) throw new Error(`${kind} of ${code} has no lines`);
    return {
      kind,
      institution: { code, name, region, role },
      documentNo: `${marks[kind]}0701${code}${number}`,
      occurredAt: `2026-07-01T${String(7 + this.#documents).padStart(2, '0')}:${String(this.#index % 60).padStart(2, '0')}:00+08:00`,
      operator: { code: '001', name: '王店员' },
      lines: [first, ...others],
      ...(kind.startsWith('retail') || kind.startsWith('dispense') ? { prescription: this.#prescription(number) } : {}),
      ...more,
    };
  }

  /** A purchase with its invoice, where the region's platform asks for one. */
  purchase(kind: 'purchase-in' | 'purchase-return', lines: readonly EventLine[]): TraceEvent {
    const event = this.document(kind, lines, { counterparty: supplier });
    const asked = this.#insurance === undefined ? {} : extensionsOf(this.#insurance, `${kind}.submit`);
    const nhsa = Object.fromEntries(Object.entries(invoice).filter(([name]) => name in asked));
    return Object.keys(nhsa).length === 0 ? event : { ...event, extensions: { nhsa } };
  }

  /** A line of one of the institution's own products: neighbours have others. */
  line(product: number, count = packs): EventLine {
    return this.lineOf(makers[(this.#index + product) % makers.length] as Maker, count);
  }

  lineOf(maker: Maker, count: number): EventLine {
    const codes = Array.from({ length: count }, () => this.#code(maker));
    return { ...maker.line, quantity: String(count), codes };
  }

  /** A case with its packs. */
  packLine(maker: Maker): EventLine {
    const parent = this.#code(maker);
    const inner = Array.from(
      { length: packs },
      () => ({ value: this.#code(maker), packLevel: 'small', parent }) as const,
    );
    return { ...maker.line, quantity: '1', codes: [{ value: parent, packLevel: 'middle' }, ...inner] };
  }

  insured(): NonNullable<TraceEvent['settlement']> {
    const number = `${this.institution.region}${String(this.#documents + 1).padStart(4, '0')}`;
    return {
      type: 'insured',
      id: `${this.institution.region}S26070${number}`,
      visitNo: `${this.institution.region}M26070${number}`,
      person: {
        no: `43010000${number}`,
        certType: '01',
        certNo: `43010219800101${number.slice(-4)}`,
        name: `参保人${number}`,
        region: `${this.institution.region.slice(0, 4)}00`,
      },
    };
  }

  #prescription(number: string): NonNullable<TraceEvent['prescription']> {
    const region = this.institution.region;
    return {
      no: `CF0701${this.institution.code}${number}`,
      circulating: false,
      doctor: { no: `D${region}000001`, name: '李医师' },
      pharmacist: { no: `HY${region}00000001`, name: '陈药师', licenceNo: `YS${region}0001` },
    };
  }

  #code({ prefix }: Maker): string {
    this.#codes += 1;
    return `${prefix}${String(this.#index * 1_000 + this.#codes).padStart(9, '0')}0701`;
  }
}

/** @returns the file of the mixed day, one posting per line. */
export async function generateMixedDay(): Promise<Map<string, string>> {
  const day = makeMixedDay(await loadProfiles());
  return new Map([['test/demo/all/mixed-day.ndjson', `${day.map((posting) => JSON.stringify(posting)).join('\n')}\n`]]);
}
