import type { LineCondition, Route, RouteCondition } from '../../config/types.ts';
import type { InstitutionRole, RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';

/** One link that must hear of the event, with the lines that concern it (indexes into event.lines, ascending). */
export interface PlannedRoute {
  readonly link: string;
  readonly primary: boolean;
  readonly lines: readonly number[];
}

/**
 * Decides which links must hear of an event (架构: 路由). Pure.
 * Several routes to one link are one delivery: their lines are united, and it is primary when one of them is.
 * @param role of the institution, from the event or the directory; a route that asks for roles does not match without one
 * @returns in the order of the configuration; empty when no link matches.
 */
export function planRoutes(
  event: RecognisedEvent,
  routes: readonly Route[],
  role: InstitutionRole | string | undefined,
): readonly PlannedRoute[] {
  const planned = new Map<string, { primary: boolean; lines: Set<number> }>();
  for (const route of routes) {
    if (!eventFits(event, route.when, role)) continue;
    const lines = event.lines.flatMap((line, index) => (lineFits(line, route.lines) ? [index] : []));
    if (lines.length === 0) continue;
    const plan = planned.get(route.link) ?? { primary: false, lines: new Set() };
    plan.primary ||= route.primary;
    for (const line of lines) plan.lines.add(line);
    planned.set(route.link, plan);
  }
  return [...planned].map(([link, plan]) => ({
    link,
    primary: plan.primary,
    lines: [...plan.lines].sort((left, right) => left - right),
  }));
}

function eventFits(event: RecognisedEvent, when: RouteCondition, role: string | undefined): boolean {
  if (when.kinds !== undefined && !when.kinds.includes(event.kind)) return false;
  const { region } = event.institution;
  if (when.regions !== undefined && !when.regions.some((prefix) => region.startsWith(prefix))) return false;
  if (when.roles !== undefined && (role === undefined || !when.roles.includes(role))) return false;
  if (when.coded === undefined) return true;
  return when.coded === event.lines.some((line) => line.codes.length > 0);
}

/** Any of the given conditions suffices; none given: every line. */
function lineFits(line: RecognisedLine, condition: LineCondition | undefined): boolean {
  if (condition === undefined) return true;
  const { codePrefixes, gtins, nhsaCodes, approvalNos, manufacturers, codeKinds } = condition;
  const { product, codes } = line;
  const lists = [codePrefixes, gtins, nhsaCodes, approvalNos, manufacturers, codeKinds];
  if (lists.every((list) => list === undefined)) return true;
  if (codePrefixes?.some((prefix) => codes.some((code) => code.value.startsWith(prefix)))) return true;
  if (codeKinds !== undefined && codes.some((code) => codeKinds.includes(code.kind))) return true;
  const lineGtins = [gtin14(product.gtin), ...codes.map((code) => code.gtin)];
  if (gtins?.some((gtin) => lineGtins.includes(gtin))) return true;
  if (product.nhsaCode !== undefined && nhsaCodes?.includes(product.nhsaCode)) return true;
  if (product.approvalNo !== undefined && approvalNos?.includes(product.approvalNo)) return true;
  return isNamed(product.manufacturer, manufacturers);
}

function isNamed(name: string | undefined, names: readonly string[] | undefined): boolean {
  if (name === undefined || names === undefined) return false;
  const wanted = comparable(name);
  return names.some((one) => comparable(one) === wanted);
}

/** A name of a company as typed here and there: 华北制药（集团） and 华北制药(集团) are one. */
function comparable(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}

/** GTIN-8, -12 and -13 are the same number as the GTIN-14 with leading zeros (GS1 General Specifications §3.3.2). */
function gtin14(gtin: string | undefined): string | undefined {
  return gtin?.padStart(14, '0');
}
