/** CBV 2.0 §7: the bare words that stand for its terms in JSON. Any other value must be a URI of somebody's own. */
export const bizSteps = new Set(
  (
    'accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning ' +
    'departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other ' +
    'packing picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping ' +
    'staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping'
  ).split(' '),
);

export const dispositions = new Set(
  (
    'active available completeness_inferred completeness_verified conformant container_closed container_open damaged destroyed ' +
    'dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity ' +
    'needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned ' +
    'sellable_accessible sellable_not_accessible stolen unavailable unknown'
  ).split(' '),
);

export const transactionTypes = new Set(
  'bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt'.split(' '),
);

export const partyTypes = new Set('owning_party possessing_party location'.split(' '));

/** What CBV 1.2 does not know yet (CBV 2.0, "differences from CBV 1.2"). */
export const newInCbv2 = new Set(
  (
    'other sampling sensor_reporting available completeness_inferred completeness_verified conformant container_open mismatch_class ' +
    'mismatch_instance mismatch_quantity needs_replacement non_conformant unavailable cert testprd testres upevt'
  ).split(' '),
);

/** Terms come as bare words, web URIs or URNs of the CBV. @returns the bare word; undefined for anything else. */
export function bareWord(value: string): string | undefined {
  return /^(?:https?:\/\/ns\.gs1\.org\/cbv\/(?:BizStep|Disp|BTT|SDT)-|urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt):)?([a-z_]+)$/.exec(
    value,
  )?.[1];
}
