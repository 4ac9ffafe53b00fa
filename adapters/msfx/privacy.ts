import { scrubber } from '../kit/scrub.ts';

/** Secrets and personal data among TOP's and uploadretail's parameters. Public AppKeys and enterprise ids stay readable. */
export const scrub = scrubber([
  'sign',
  'session',
  'access_token',
  'app_secret',
  'appSecret',
  'license',
  'license_token',
  'customer_id',
  'user_tel',
  'mobile_phone',
  'withdraw_phone',
  'user_name',
  'user_agent',
  'medic_doctor',
  'medic_dispenser',
  'oper_ic_name',
  'from_person',
  'to_person',
  'executer_name',
  'superviser_name',
]);
