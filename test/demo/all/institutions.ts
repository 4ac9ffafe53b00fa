import type { InstitutionRole } from '../../../mappings/model/index.ts';
import type { DemoRegion } from './regions.ts';

/** One institution of the mixed day; its code is a letter and 11 digits, as the insurance numbers its own. */
export interface DemoInstitution {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly role: InstitutionRole;
  /** The profile by which it reports to 码上放心. */
  readonly msfx: string;
}

/** Wholesalers and producers report to 码上放心 alone; their regions tell the routes of its interfaces apart. */
const trade: readonly DemoInstitution[] = [
  institution('W', '310115', '演示医药批发(kyt)', 'wholesaler', 'msfx/wholesale-kyt'),
  institution('W', '500105', '演示医药批发(msc)', 'wholesaler', 'msfx/wholesale-msc'),
  institution('W', '530103', '演示医药批发(wes)', 'wholesaler', 'msfx/wholesale-wes'),
  institution('M', '330106', '演示制药', 'manufacturer', 'msfx/producer'),
];
/** Injects, dispenses and settles nothing: the insurance does not hear of it. */
const vaccination = institution('V', '350102', '追溯通演示接种门诊', 'hospital', 'msfx/vaccination');

/** @returns a pharmacy and a hospital of every region, three wholesalers, a producer and a vaccination point. */
export function institutionsOf(regions: readonly DemoRegion[]): readonly DemoInstitution[] {
  const local = regions.flatMap(({ district, name }) => [
    institution('P', district, `追溯通演示${name}药店`, 'pharmacy', 'msfx/retail'),
    institution('H', district, `追溯通演示${name}医院`, 'hospital', 'msfx/hospital'),
  ]);
  return [...local, vaccination, ...trade];
}

function institution(
  letter: string,
  region: string,
  name: string,
  role: InstitutionRole,
  msfx: string,
): DemoInstitution {
  return { code: `${letter}${region}00001`, name, region, role, msfx };
}
