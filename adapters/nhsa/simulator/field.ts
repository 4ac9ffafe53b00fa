import { isDate, parseChinaDateTime } from '../../sim-kit/index.ts';

export type Values = Readonly<Record<string, unknown>>;

/** One row of a field table of the interface document. */
export interface Field {
  readonly name: string;
  /** `C50` text of at most 50 characters; `N16,4` number of 16 digits, 4 of them decimals; `D` date; `T` date and time; `A` array. */
  readonly type: string;
  readonly required?: true;
  /** The code table: no other value is taken. */
  readonly values?: readonly string[];
}

/**
 * Holds an object against its field table.
 * Texts must be JSON strings; numbers may be JSON numbers or strings; absent optional fields may be missing or `""`, never null.
 * @returns the first complaint in the platform's words, or undefined.
 */
export function complaint(values: Values, table: readonly Field[]): string | undefined {
  const known = new Set(table.map((field) => field.name));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown !== undefined) return `未定义的参数[${unknown}]`;
  for (const field of table) {
    const found = fieldComplaint(field, values[field.name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldComplaint(field: Field, value: unknown): string | undefined {
  if (value === undefined || value === '') return field.required ? `参数[${field.name}]不能为空` : undefined;
  if (field.type === 'A') return arrayComplaint(field, value);
  if (field.type.startsWith('N')) return numberComplaint(field, value);
  if (typeof value !== 'string') return `参数[${field.name}]类型错误,应为字符型`;
  if (field.type === 'D') return isDate(value) ? undefined : `参数[${field.name}]日期格式错误,应为yyyy-MM-dd`;
  if (field.type === 'T') {
    return parseChinaDateTime(value) === undefined
      ? `参数[${field.name}]时间格式错误,应为yyyy-MM-dd HH:mm:ss`
      : undefined;
  }
  // Lengths count characters: C20 of a name must hold 20 Chinese characters (fixmedins_name).
  if ([...value].length > Number(field.type.slice(1))) return `参数[${field.name}]长度超过${field.type.slice(1)}`;
  if (field.values !== undefined && !field.values.includes(value))
    return `参数[${field.name}]值[${value}]不在字典范围内`;
  return undefined;
}

function arrayComplaint(field: Field, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `节点[${field.name}]应为数组`;
  return field.required && value.length === 0 ? `节点[${field.name}]不能为空` : undefined;
}

function numberComplaint(field: Field, value: unknown): string | undefined {
  const [digits = 0, decimals = 0] = field.type.slice(1).split(',').map(Number);
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
  );
  if (match === null) return `参数[${field.name}]应为数值型`;
  const [, whole = '', fraction = ''] = match;
  if (whole.length > digits - decimals || fraction.length > decimals)
    return `参数[${field.name}]超出精度N${digits},${decimals}`;
  return undefined;
}

/** @returns the member as text: `''` when it is missing or no scalar. */
export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** @returns the value as a plain object, or undefined. */
export function objectOf(value: unknown): Values | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}
