import { JsonRefused, type JsonValue, parseJson } from '../kit/json.ts';

/** @returns undefined for what is no JSON text in UTF-8. */
export function jsonOfBytes(body: Uint8Array): JsonValue | undefined {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof JsonRefused) return undefined;
    throw error;
  }
}

/** @returns undefined for a text that is no JSON. */
export function jsonOf(text: string): JsonValue | undefined {
  return jsonOfBytes(new TextEncoder().encode(text));
}
