import { expect, test } from '@jest/globals';
import { editDistance, suggest } from '../../config/suggest.ts';

test.each([
  ['', 'abc', 3],
  ['port', 'port', 0],
  ['prot', 'port', 1],
  ['prt', 'port', 1],
  ['kitten', 'sitting', 3],
])('distance %s → %s is %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('suggests a slip of the keyboard, not another word', () => {
  const known = ['maxConnections', 'port', 'opsPort'];
  expect(suggest('maxconnection', known)).toBe('maxConnections');
  expect(suggest('prot', known)).toBe('port');
  expect(suggest('timeout', known)).toBeUndefined();
});
