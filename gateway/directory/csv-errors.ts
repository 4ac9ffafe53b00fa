import type { FieldError } from '../intake/contract.ts';
import type { CsvInstitution } from './csv.ts';

/** @returns errors of an institution with their pointers turned to line and column of the file (`/rows/<line>/<column>`). */
export function placeErrors(errors: readonly FieldError[], { line, linkLines }: CsvInstitution): FieldError[] {
  return errors.map((error) => {
    const [first = '', link = '', part, ...name] = error.pointer.split('/').slice(1);
    if (first !== 'links') return { ...error, pointer: `/rows/${line}${error.pointer}` };
    const column = part === undefined ? 'link' : [part, ...name].join('.');
    return { ...error, pointer: `/rows/${linkLines.get(link) ?? line}/${column}` };
  });
}
