/** The normalized event: its schema file is the source, the types are generated from it. */
export type * from './event.generated.ts';
export {
  type CodeKind,
  codeText,
  type OtherThanPack,
  type RecognisedCode,
  type RecognisedEvent,
  type RecognisedLine,
} from './recognised.ts';
