import { hasValidCheckDigit, isGtin } from '../gs1/check-digit.ts';
import type { Confidence, Reading, ReadingKind } from '../reading.ts';
import { readEightDigits } from './eight-digits.ts';

/** 86 (China), 9 (drugs), ten of the product, check digit (药品本位码 per GB 18937; same rule as GS1's). */
const drugStandardCode = /^869\d{11}$/;
/** Lengths as published by 国家医保局; class letter, then for drugs a class that begins like an ATC code. 饮片 and own preparations: UNCONFIRMED. */
const nhsaDrug = /^(?:X[A-Z]\d{2}[A-Z0-9]{19}|Z[A-Z]\d{2}[A-Z0-9]{16})$/i;
/** 医保医用耗材代码: C, class 6, generic name 3, feature 5, enterprise 5; 27 with serial number. */
const nhsaConsumable = /^C\d{19}(?:\d{7})?$/i;
/** 批准文号 since 2002 (letter and eight digits), with the letters of the 2020 rule; others than H, Z, S are UNCONFIRMED. */
const approvalNumber = /^国药准字(?:[HZSJBTF]|[HZS][JC])\d{8}$/i;
/** 定点医药机构编号: H hospital or P pharmacy, region (GB/T 2260: the first two digits name the province), five more digits. */
const institution = /^[HP](?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[12])\d{9}$/;
/** SSCC without its identifier: 18 digits and the check digit. */
const sscc = /^\d{18}$/;

/**
 * @param symbology AIM identifier, where the scanner sent one
 * @returns every product, institution or logistics number that the text may be, likeliest first.
 */
export function readNumbers(text: string, symbology?: string): readonly Reading[] {
  if (text.length === 8) return readEightDigits(text, symbology);
  const readings: Reading[] = [];
  if (drugStandardCode.test(text) && hasValidCheckDigit(text)) {
    readings.push(plain('nmpa-drug-code', text, 'product', 'likely', { product: text }));
  }
  if (isGtin(text)) {
    const gtin = text.padStart(14, '0');
    const confidence = readings.length > 0 ? 'possible' : 'likely';
    readings.push(plain('gtin', text, 'product', confidence, { gtin, ...levelOf(gtin) }));
  }
  if (nhsaDrug.test(text)) readings.push(plain('nhsa-drug-code', text.toUpperCase(), 'product', 'certain', {}));
  if (nhsaConsumable.test(text)) {
    readings.push(plain('nhsa-consumable-code', text.toUpperCase(), 'product', 'likely', {}));
  }
  const approval = text.startsWith('国药准字') ? readApprovalNumber(text) : undefined;
  if (approval !== undefined) readings.push(approval);
  if (institution.test(text)) readings.push(plain('institution-code', text, 'institution', 'likely', {}));
  if (sscc.test(text) && hasValidCheckDigit(text)) {
    readings.push(plain('sscc', `(00)${text}`, 'shipment', 'possible', { sscc: text }));
  }
  return readings;
}

/** Printed with a blank behind the words or inside the number. */
function readApprovalNumber(text: string): Reading | undefined {
  const compact = text.replace(/\s+/g, '');
  if (!approvalNumber.test(compact)) return undefined;
  const reading = plain('approval-number', compact.toUpperCase(), 'product', 'certain', {});
  return compact === text ? reading : { ...reading, warnings: ['BLANKS_REMOVED'] };
}

/** Indicator digit of a GTIN-14: 1–8 a pack of packs, 9 variable measure (GS1 General Specifications §2.1.6). */
function levelOf(gtin: string): { readonly level?: string } {
  return gtin.startsWith('0') ? {} : { level: gtin.charAt(0) };
}

function plain(
  kind: ReadingKind,
  value: string,
  identifies: Reading['identifies'],
  confidence: Confidence,
  parts: Reading['parts'],
): Reading {
  return { kind, value, identifies, confidence, parts, warnings: [] };
}
