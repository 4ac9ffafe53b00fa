import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Chunks, Texts } from '../parsed.ts';
import { UnreadableFileError } from '../unreadable.ts';

/** GB18030 holds GBK and GB2312 (GB 18030-2022); it is what Excel in China writes as CSV. */
export const encodings = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];

/** What is looked at from the first character beyond ASCII on: enough that no Chinese text in GB18030 passes for UTF-8 by chance. */
const sampleBytes = 65_536;
/** What a decoder cannot read; the character itself stands in no table. */
const replacement = '\ufffd';
const lineEnd = /\n/g;

/**
 * Decodes a file piece by piece: as named, else as UTF-8, else as GB18030. Nothing is taken that is not wholly one of the two, and a
 * file that is UTF-8 but for some broken bytes is not read as the other.
 * @param options.encoding as the caller says; absent: told by the bytes
 * @param options.found called once, when it is known which it is
 * @throws UnreadableFileError with the line
 */
export async function* decoded(
  chunks: Chunks,
  { encoding, found }: { readonly encoding?: Encoding; readonly found?: (encoding: Encoding) => void } = {},
): Texts {
  let decoder = encoding === undefined ? undefined : decoderOf(encoding);
  if (encoding !== undefined) found?.(encoding);
  let [waiting, line] = [new Uint8Array(), 1];
  const counted = (text: string): string => {
    line += text.match(lineEnd)?.length ?? 0;
    return text;
  };
  const decide = (sample: Uint8Array): Decoder => {
    const told = encodingOf(sample);
    found?.(told);
    return decoderOf(told);
  };

  for await (const chunk of chunks) {
    if (decoder === undefined) {
      if (waiting.length === 0 && isAscii(chunk)) {
        yield counted(Buffer.from(chunk).toString('latin1'));
        continue;
      }
      waiting = Buffer.concat([waiting, chunk]);
      if (waiting.length < sampleBytes) continue;
      decoder = decide(waiting);
      yield counted(decoder.write(waiting, line));
      continue;
    }
    yield counted(decoder.write(chunk, line));
  }
  if (decoder === undefined && waiting.length > 0) {
    decoder = decide(waiting);
    yield counted(decoder.write(waiting, line));
  }
  if (decoder !== undefined) yield decoder.end(line);
}

interface Decoder {
  /** @param line that the bytes begin on, for the error */
  write(bytes: Uint8Array, line: number): string;
  end(line: number): string;
}

/** What stands in UTF-8 texts without Chinese: signs and accents of Latin-1, Greek letters (α, µ, ×). */
const plausible = /[\u00a0-\u00ff\u0391-\u03c9]/;

/**
 * GB18030 read as UTF-8 is mostly broken; a few broken places in what else reads well are damage, told by the decoder. A word or two may by chance
 * be both (药 in GB18030 is a Cyrillic letter in UTF-8): letters that no catalogue holds, and nothing Chinese beside them, decide against UTF-8.
 */
function encodingOf(sample: Uint8Array): Encoding {
  // The sample may end within a character.
  const text = new TextDecoder().decode(sample, { stream: true });
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const chinese = text.match(/[\u0800-\ufffc]/g)?.length ?? 0;
  if (broken > 0) return broken < chinese ? 'utf-8' : 'gb18030';
  const others = text.match(/[\u0080-\u07ff]/g) ?? [];
  return chinese === 0 && others.some((letter) => !plausible.test(letter)) ? 'gb18030' : 'utf-8';
}

function decoderOf(encoding: Encoding): Decoder {
  return encoding === 'utf-8' ? utf8() : gb18030();
}

function utf8(): Decoder {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const told = (line: number, cause: unknown) =>
    new UnreadableFileError(line, 'is no UTF-8; a file in GB18030 can be named as such', { cause });
  return {
    write(bytes, line) {
      try {
        return decoder.decode(bytes, { stream: true });
      } catch (error) {
        const before = new TextDecoder().decode(bytes).split(replacement, 1)[0] ?? '';
        throw told(line + (before.match(lineEnd)?.length ?? 0), error);
      }
    },
    end(line) {
      try {
        return decoder.decode();
      } catch (error) {
        throw told(line, error);
      }
    },
  };
}

function gb18030(): Decoder {
  const decoder = iconv.getDecoder('gb18030', { stripBOM: true });
  const checked = (text: string, line: number): string => {
    const at = text.indexOf(replacement);
    if (at < 0) return text;
    const before = text.slice(0, at).match(lineEnd)?.length ?? 0;
    throw new UnreadableFileError(line + before, 'is neither UTF-8 nor GB18030');
  };
  return {
    write: (bytes, line) => checked(decoder.write(Buffer.from(bytes)), line),
    end: (line) => checked(decoder.end() ?? '', line),
  };
}
