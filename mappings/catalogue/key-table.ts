/** Keys of a file, by hash: which line said what first. */
export interface KeyTable {
  /** Remembers key and content. @returns the line that gave the key another content before; undefined when none did. */
  firstLine(key: string, content: string, line: number): number | undefined;
}

const firstSlots = 4_096;
/** 16 bytes each: 128 MiB. Beyond, further keys are not remembered; the store still tells when they are written. */
const mostSlots = 2 ** 23;
const fullest = 0.75;
const wordsPerSlot = 4;

/** An open-addressed table: four words per slot (two of the key's hash, the content's hash, the line; line 0 is an empty slot). */
export function createKeyTable(): KeyTable {
  let slots = firstSlots;
  let words = new Uint32Array(slots * wordsPerSlot);
  let used = 0;

  function slotOf(table: Uint32Array, size: number, high: number, low: number): number {
    let slot = low & (size - 1);
    for (;;) {
      const at = slot * wordsPerSlot;
      if (table[at + 3] === 0 || (table[at] === high && table[at + 1] === low)) return at;
      slot = (slot + 1) & (size - 1);
    }
  }

  function grow(): void {
    const larger = new Uint32Array(slots * 2 * wordsPerSlot);
    for (let at = 0; at < words.length; at += wordsPerSlot) {
      const slot = words.subarray(at, at + wordsPerSlot);
      const [high = 0, low = 0, , line = 0] = slot;
      if (line > 0) larger.set(slot, slotOf(larger, slots * 2, high, low));
    }
    slots *= 2;
    words = larger;
  }

  return {
    firstLine(key, content, line) {
      const [high, low, meaning] = [hash32(key, seeds[0]), hash32(key, seeds[1]), hash32(content, seeds[2])];
      const at = slotOf(words, slots, high, low);
      const known = words[at + 3] ?? 0;
      if (known > 0) return words[at + 2] === meaning ? undefined : known;
      if (used >= slots * fullest) {
        if (slots === mostSlots) return undefined;
        grow();
        return this.firstLine(key, content, line);
      }
      used += 1;
      words.set([high, low, meaning, line], at);
      return undefined;
    },
  };
}

const seeds = [0x811c9dc5, 0x9e3779b1, 0x85ebca6b] as const;

/** FNV-1a from a seed of its own, mixed at the end (MurmurHash3's finaliser): no secret, only few collisions. */
function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @returns a whole number that fits a double: two codes of one file hardly share it. */
export function hash53(text: string): number {
  return hash32(text, seeds[0]) * 2 ** 21 + (hash32(text, seeds[1]) >>> 11);
}
