import type { EventLine, InstitutionRef, TraceEvent } from '../../mappings/model/index.ts';
import { products, type Ware } from './wares.ts';

/** Documents that tell of something suspicious about one pack, and what the ledger must find in it: no more, no less. */
export interface Plot {
  readonly events: readonly TraceEvent[];
  readonly code: string;
  readonly finds: readonly string[];
  /** Pack relations that the catalogue knows beforehand: code and the pack it lies in. */
  readonly lies?: readonly [code: string, parent: string];
}

const shop = { code: 'P43010000001', name: '追溯通演示药店一', region: '430102', role: 'pharmacy' } as const;
const otherShop = { code: 'P43010000002', name: '追溯通演示药店二', region: '430102', role: 'pharmacy' } as const;
const farShop = { code: 'P51010000001', name: '成都演示药店', region: '510104', role: 'pharmacy' } as const;
const wholesaler = { code: 'W901', name: '演示医药批发有限公司' };
/** Serial numbers above all those of the ordinary day. */
const firstSerial = 900_000_001;

/** @returns the plots of the day, by the rules of the code ledger; the last four are lawful and must raise no alarm. */
export function plots(): readonly Plot[] {
  let serial = firstSerial;
  const codeOf = (ware: Ware) => `${ware.prefix}${serial++}0000`;
  const [first, , third, fourth, fifth, sixth, seventh] = products as readonly [
    Ware,
    Ware,
    Ware,
    Ware,
    Ware,
    Ware,
    Ware,
  ];
  const plot = (code: string, finds: readonly string[], ...events: readonly TraceEvent[]): Plot => ({
    events,
    code,
    finds,
  });

  const unsold = codeOf(third);
  const destroyed = codeOf(fourth);
  const recalled = codeOf(fifth);
  const inner = codeOf(sixth);
  const outer = codeOf(sixth);
  const elsewhere = codeOf(seventh);
  const travelled = 'MFR-2026-0000001';
  const splitOver = codeOf(third);
  const expired = codeOf(fourth);
  const splitWhole = codeOf(third);
  const resold = codeOf(fifth);
  const transferred = codeOf(sixth);
  const boughtBack = codeOf(fifth);
  const [innerOfSent, sentOuter] = [codeOf(sixth), codeOf(sixth)];
  const [innerOfDestroyed, destroyedOuter] = [codeOf(sixth), codeOf(sixth)];
  const [innerOfReceived, receivedOuter] = [codeOf(sixth), codeOf(sixth)];
  const middleOf = (code: string) => lineOf(sixth, [{ value: code, packLevel: 'middle' }]);
  return [
    plot(unsold, ['returned-without-sale'], back('01', lineOf(third, [unsold]))),
    plot(
      destroyed,
      ['sold-after-destruction'],
      moved('destroy', 'XH01', '08:30', lineOf(fourth, [destroyed])),
      sold('02', '09:30', lineOf(fourth, [destroyed])),
    ),
    plot(
      recalled,
      ['sold-after-recall'],
      { ...moved('purchase-return', 'TC01', '08:40', lineOf(fifth, [recalled])), reason: 'recall' },
      sold('03', '09:40', lineOf(fifth, [recalled])),
    ),
    {
      ...plot(
        inner,
        ['parent-and-child-sold'],
        sold('04', '10:00', lineOf(sixth, [inner])),
        sold('05', '11:00', middleOf(outer)),
      ),
      lies: [inner, outer],
    },
    plot(
      elsewhere,
      ['received-elsewhere'],
      { ...moved('purchase-in', 'RK01', '08:10', lineOf(seventh, [elsewhere])), institution: otherShop },
      sold('06', '12:00', lineOf(seventh, [elsewhere])),
    ),
    plot(
      travelled,
      ['sold-twice', 'two-provinces'],
      { ...sold('07', '12:30', lineOf(first, [travelled])), institution: farShop },
      sold('08', '14:30', lineOf(first, [travelled])),
    ),
    plot(
      splitOver,
      ['split-overrun'],
      sold('09', '15:00', pieces(third, splitOver, '5')),
      sold('10', '15:30', pieces(third, splitOver, '5')),
    ),
    plot(
      boughtBack,
      ['received-after-sale'],
      { ...sold('17', '09:05', lineOf(fifth, [boughtBack])), institution: otherShop },
      moved('purchase-in', 'RK03', '13:00', lineOf(fifth, [boughtBack])),
    ),
    {
      ...plot(
        innerOfSent,
        ['sold-after-dispatch'],
        moved('purchase-return', 'TC02', '08:50', middleOf(sentOuter)),
        sold('18', '18:10', lineOf(sixth, [innerOfSent])),
      ),
      lies: [innerOfSent, sentOuter],
    },
    {
      ...plot(
        innerOfDestroyed,
        ['sold-after-destruction'],
        moved('destroy', 'XH02', '08:35', middleOf(destroyedOuter)),
        sold('19', '18:20', lineOf(sixth, [innerOfDestroyed])),
      ),
      lies: [innerOfDestroyed, destroyedOuter],
    },
    plot(expired, ['expired'], sold('11', '16:00', { ...lineOf(fourth, [expired]), expiresOn: '2026-05-31' })),
    plot(
      splitWhole,
      [],
      sold('12', '16:10', pieces(third, splitWhole, '4')),
      sold('13', '16:20', pieces(third, splitWhole, '5')),
    ),
    plot(
      resold,
      [],
      sold('14', '16:30', lineOf(fifth, [resold])),
      back('02', lineOf(fifth, [resold]), '17:00', 'KY2026070114'),
      sold('15', '17:30', lineOf(fifth, [resold])),
    ),
    plot(
      transferred,
      [],
      moved('purchase-in', 'RK02', '08:20', lineOf(sixth, [transferred])),
      moved('transfer-out', 'DB01', '09:00', lineOf(sixth, [transferred])),
      { ...moved('transfer-in', 'DB02', '09:20', lineOf(sixth, [transferred])), institution: otherShop },
      { ...sold('16', '18:00', lineOf(sixth, [transferred])), institution: otherShop },
    ),
    {
      ...plot(
        innerOfReceived,
        [],
        moved('purchase-in', 'RK04', '08:06', middleOf(receivedOuter)),
        sold('20', '18:30', lineOf(sixth, [innerOfReceived])),
      ),
      lies: [innerOfReceived, receivedOuter],
    },
  ];
}

function lineOf(ware: Ware, codes: NonNullable<EventLine['codes']>): EventLine {
  const { product, lot, producedOn, expiresOn, unit, prescriptionOnly } = ware;
  return {
    ...{ product, lot, producedOn, expiresOn, unit, prescriptionOnly },
    quantity: '1',
    unitPrice: ware.price,
    split: false,
    codes,
  };
}

/** 拆零: so many bags of a box of nine. */
function pieces(ware: Ware, code: string, quantity: string): EventLine {
  return { ...lineOf(ware, [code]), quantity, unit: '袋', split: true };
}

function sold(number: string, time: string, line: EventLine): TraceEvent {
  return {
    ...document('retail-sale', `KY20260701${number}`, time, line),
    settlement: { type: 'self-pay', visitNo: `KY${number}` },
    prescription: {
      no: `CFKY${number}`,
      circulating: false,
      doctor: { no: 'D430100000001', name: '李医师' },
      pharmacist: { no: 'HY430000000001', name: '陈药师', licenceNo: 'YS4300000001' },
    },
  };
}

function back(number: string, line: EventLine, time = '09:10', original?: string): TraceEvent {
  return {
    ...document('retail-return', `KT20260701${number}`, time, line),
    settlement: { type: 'self-pay', visitNo: `KT${number}` },
    ...(original === undefined ? {} : { original: { documentNo: original } }),
  };
}

function moved(kind: TraceEvent['kind'], number: string, time: string, line: EventLine): TraceEvent {
  return { ...document(kind, `${number}20260701`, time, line), counterparty: wholesaler };
}

function document(kind: TraceEvent['kind'], documentNo: string, time: string, line: EventLine): TraceEvent {
  const institution: InstitutionRef = shop;
  return {
    kind,
    institution,
    documentNo,
    occurredAt: `2026-07-01T${time}:00+08:00`,
    operator: { code: '001', name: '王店员' },
    lines: [line],
  };
}

/** @returns the pack relations of the plots as the file that the catalogue imports. */
export function packRelations(): string {
  const rows = plots().flatMap(({ lies }) => (lies === undefined ? [] : [`${lies.join(',')},1`]));
  return ['code,parent,level', ...rows, ''].join('\n');
}
