import type { EventLine } from '../../../mappings/model/index.ts';

/** A manufacturer with one product, whose platform takes its own codes alone. */
export interface Maker {
  readonly profile: string;
  /** 药品标识码: the first 7 digits of its trace codes. */
  readonly prefix: string;
  readonly line: Omit<EventLine, 'quantity' | 'codes'> & { readonly unitPrice: string };
}

export const makers: readonly Maker[] = [
  maker(1, 'mah-soap/demo', '8123456', '演示阿莫西林胶囊', '0.25g*24粒', '12.50', true),
  maker(2, 'mah-rest/demo', '8765432', '演示氨氯地平片', '5mg*28片', '28.90', true),
  maker(3, 'mah-epcis/epcis-2.0', '8385793', '演示感冒灵颗粒', '10g*9袋', '15.80', false),
  maker(4, 'mah-epcis/xml-1.2', '8177322', '演示维生素C片', '0.1g*100片', '5.60', false),
  maker(5, 'mah-file/demo', '8431242', '演示二甲双胍片', '0.5g*60片', '19.90', true),
  maker(6, 'mah-file/demo-csv', '8644315', '演示板蓝根颗粒', '10g*20袋', '18.00', false),
  maker(7, 'mah-file/bill-xml', '8300349', '演示布洛芬缓释胶囊', '0.3g*20粒', '21.40', false),
  maker(8, 'mah-soap/trace2', '8512377', '演示狂犬病疫苗', '0.5ml*1支', '76.00', true),
];

function maker(
  index: number,
  profile: string,
  prefix: string,
  name: string,
  spec: string,
  unitPrice: string,
  prescriptionOnly: boolean,
): Maker {
  const number = String(index).padStart(2, '0');
  return {
    profile,
    prefix,
    line: {
      product: {
        localCode: `SP000${number}`,
        localName: name,
        nhsaCode: `XA01ABD075A0020101000${number}`,
        approvalNo: `国药准字H999900${number}`,
        drugId: prefix,
        spec,
        manufacturer: `演示药业${number}有限公司`,
      },
      lot: `LOT2601${number}`,
      producedOn: '2026-01-15',
      expiresOn: '2028-01-14',
      unit: '盒',
      unitPrice,
      split: false,
      prescriptionOnly,
    },
  };
}
