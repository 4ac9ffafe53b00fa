import type { Field } from './field.ts';

/* 【3592B】获取虚拟药品追溯码: 湖南省医疗保障信息平台定点医药机构接口规范 V1.1.27. One-off codes for drugs that have none. */
export const virtualCodeTable: readonly Field[] = [
  { name: 'med_list_codg', type: 'C50', required: true },
  { name: 'fixmedins_hilist_id', type: 'C30', required: true },
  { name: 'fixmedins_hilist_name', type: 'C200', required: true },
  { name: 'fixmedins_bchno', type: 'C30', required: true },
  { name: 'memo', type: 'C500' },
];

/** Gives out codes, never the same twice; 30 characters, as 3505A of this province takes. */
export class VirtualCodes {
  #given = 0;

  next(institution: string): string {
    this.#given += 1;
    return `XN${institution}${String(this.#given).padStart(16, '0')}`;
  }
}
