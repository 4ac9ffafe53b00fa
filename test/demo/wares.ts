import type { EventLine, Product } from '../../mappings/model/index.ts';

/** What the demo pharmacy has on its shelves. Names, codes and lots are made up. */
export interface Ware {
  /** 药品标识码: first 7 digits of its trace codes. */
  readonly prefix: string;
  readonly product: Product;
  readonly lot: string;
  readonly producedOn: string;
  readonly expiresOn: string;
  readonly unit: string;
  readonly price: string;
  readonly prescriptionOnly: boolean;
}

const ware = (
  index: number,
  prefix: string,
  name: string,
  spec: string,
  price: string,
  prescriptionOnly: boolean,
): Ware => ({
  prefix,
  product: {
    localCode: `SP${String(index).padStart(5, '0')}`,
    localName: name,
    nhsaCode: `XA01ABD075A0020101${String(index).padStart(5, '0')}`,
    spec,
    manufacturer: '演示制药有限公司',
  },
  lot: `LOT2601${String(index).padStart(2, '0')}`,
  producedOn: '2026-01-15',
  expiresOn: '2028-01-14',
  unit: '盒',
  price,
  prescriptionOnly,
});

/** 8123456 and 8765432 belong to the manufacturer that the sandbox wires (config/sandbox.yaml). */
export const products: readonly Ware[] = [
  ware(1, '8123456', '演示阿莫西林胶囊', '0.25g*24粒', '12.50', true),
  ware(2, '8765432', '演示氨氯地平片', '5mg*28片', '28.90', true),
  ware(3, '8385793', '演示感冒灵颗粒', '10g*9袋', '15.80', false),
  ware(4, '8177322', '演示维生素C片', '0.1g*100片', '5.60', false),
  ware(5, '8431242', '演示二甲双胍片', '0.5g*60片', '19.90', true),
  ware(6, '8644315', '演示板蓝根颗粒', '10g*20袋', '18.00', false),
  ware(7, '8300349', '演示布洛芬缓释胶囊', '0.3g*20粒', '21.40', false),
];

const GS = '\x1d';

/** An imported drug with a GS1 DataMatrix: GTIN, expiry, lot, serial. */
export const gs1Product: EventLine = {
  product: {
    localCode: 'SP00090',
    localName: '演示进口降糖注射液',
    gtin: '06901234567892',
    nhsaCode: 'XA10ABD075B0020101090',
    spec: '3ml:300单位',
  },
  lot: 'A213B1',
  producedOn: '2025-12-31',
  expiresOn: '2027-12-31',
  quantity: '1',
  unit: '支',
  unitPrice: '72.00',
  split: false,
  prescriptionOnly: true,
  codes: [`]d201069012345678921727123110A213B1${GS}21SN0000123456`],
};

export const pharmacists = [
  { no: 'HY430000000001', name: '陈药师', licenceNo: 'YS4300000001' },
  { no: 'HY430000000002', name: '刘药师', licenceNo: 'YS4300000002' },
] as const;
