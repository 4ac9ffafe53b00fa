import type { DeliveryInput } from '../contract/index.ts';
import { scrubber } from '../kit/scrub.ts';
import { secretNames } from './secrets.ts';

/** Secret or personal, by the platform's own field names in both spellings. */
const names = [
  ...secretNames,
  '_api_signature',
  'x-tif-signature',
  'access_token',
  'refresh_token',
  'authorization',
  'signData',
  'sign_no',
  'psn_no',
  'psnNo',
  'certno',
  'psn_name',
  'psnName',
  'prsc_dr_certno',
  'prsc_dr_name',
  'prscDrName',
  'phar_certno',
  'phar_name',
  'prsc_dr_no',
  'prscDrNo',
  'phar_no',
  'pharNo',
  'phar_prac_cert_no',
  'pharPracCertNo',
  'pharName',
  'opter_name',
  'opterName',
  'sel_retn_opter_name',
  'crterName',
];

/** @returns the text with keys, sign-in numbers and personal data masked. */
export const scrub = scrubber(names);

/** The platform's words often repeat who they are about; names of the event in hand are masked besides. */
export function scrubMessage(message: string, input: DeliveryInput | undefined): string {
  return personalTexts(input).reduce((text, personal) => text.replaceAll(personal, '***'), scrub(message));
}

function personalTexts(input: DeliveryInput | undefined): string[] {
  const person = input?.event.settlement?.person;
  const { doctor, pharmacist } = input?.event.prescription ?? {};
  const texts = [
    person?.name,
    person?.certNo,
    person?.no,
    doctor?.name,
    doctor?.certNo,
    pharmacist?.name,
    pharmacist?.certNo,
  ];
  return texts.filter((text) => text !== undefined);
}
