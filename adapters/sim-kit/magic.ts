import { type FaultOrder, type SimFault, simFaults } from './contract.ts';

/** Longest names first, so that `apply-hang` is never read as something shorter. */
const names = [...simFaults].sort((a, b) => b.length - a.length).join('|');
const pattern = new RegExp(`SIM-([a-z]+)-(${names})(?:-(\\d{1,6})(?!\\d))?`, 'gi');

/**
 * Reads the fault that a document number asks for: `SIM-<target>-<fault>[-<ms>]`, anywhere in it, as often as there are targets.
 * @param target the simulator that asks (nhsa, msfx, mah); `all` in the number means every one.
 * @returns the first one for this simulator, or undefined.
 */
export function magicFault(documentNo: string, target: string): FaultOrder | undefined {
  for (const [, who = '', name = '', ms] of documentNo.matchAll(pattern)) {
    if (![target, 'all'].includes(who.toLowerCase())) continue;
    const fault = simFaults.find((known): known is SimFault => known === name.toLowerCase());
    if (fault === undefined) continue;
    return ms === undefined ? { fault } : { fault, ms: Number(ms) };
  }
  return undefined;
}
