import type { Evidence, Verification, VerifiedCode } from '../../verify/index.ts';
import type { VerifiedCode as VerifiedCodeReply, VerifyEvidence, VerifyReply } from '../openapi.generated.ts';
import { movementView } from './finding-view.ts';
import { given } from './given.ts';

export function verificationView({ items, platforms, tookMs }: Verification): VerifyReply {
  return {
    items: items.map(codeView),
    platforms: platforms.map(({ link, state, ageMs, fault }) => ({
      ...{ link, state },
      ...given({ ageMs: ageMs === undefined ? undefined : Math.round(ageMs), fault }),
    })),
    tookMs: Math.round(tookMs),
  };
}

function codeView({ raw, code, kind, product, verdict, reasons, evidence }: VerifiedCode): VerifiedCodeReply {
  return {
    raw,
    ...given({ code, kind, product: product && { ...product } }),
    verdict,
    reasons: reasons.map((reason) => ({ ...reason })),
    evidence: evidence.map((one) => evidenceView(one, code ?? raw)),
  };
}

function evidenceView(evidence: Evidence, code: string): VerifyEvidence {
  const ageMs = Math.round(evidence.ageMs);
  if (evidence.from === 'ledger') return { from: 'ledger', ageMs, movement: movementView(evidence.movement, code) };
  if (evidence.from === 'catalogue') return { from: 'catalogue', ageMs, source: evidence.source };
  const { from, link, verdict, message } = evidence;
  return { ...{ from, ageMs, link, platformVerdict: verdict }, ...given({ message }) };
}
