import type { EventKind } from '../../mappings/model/index.ts';
import type { Bilingual } from '../contract/index.ts';

/**
 * What is reported. Each kind is one row here and one table `<kind>.submit` in each profile; the code below knows no kind
 * (DB14/T 3290-2025 names 入出库, 库存 and 零售 data).
 */
export const kinds: ReadonlyArray<{ readonly kind: EventKind; readonly title: Bilingual }> = [
  { kind: 'retail-sale', title: { zh: '零售信息报送', en: 'Report of a sale' } },
  { kind: 'retail-return', title: { zh: '零售退货信息报送', en: 'Report of a return' } },
];
