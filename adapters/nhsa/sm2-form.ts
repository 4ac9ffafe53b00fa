const INTEGER = 0x02;
const SEQUENCE = 0x30;
const HALF = 32;

/** @param signature r‖s @returns Base64 of r‖s as it is, or of its DER form (GM/T 0009 §7.3) */
export function signatureText(signature: Uint8Array, form: 'rs' | 'der'): string {
  const bytes = Buffer.from(signature);
  if (form === 'rs') return bytes.toString('base64');
  const body = Buffer.concat([integer(bytes.subarray(0, HALF)), integer(bytes.subarray(HALF))]);
  return Buffer.concat([Buffer.of(SEQUENCE, body.length), body]).toString('base64');
}

/** DER integers are signed and as short as they can be (X.690 §8.3). */
function integer(half: Buffer): Buffer {
  const first = half.findIndex((byte) => byte !== 0);
  const short = first === -1 ? half.subarray(HALF - 1) : half.subarray(first);
  const positive = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), short]) : short;
  return Buffer.concat([Buffer.of(INTEGER, positive.length), positive]);
}
