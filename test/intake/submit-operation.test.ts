import { describe, expect, test } from '@jest/globals';
import { submitOperation, takenKinds } from '../../gateway/intake/submit-operation.ts';
import { fakeAdapter, profile } from '../dispatch/fake-platform.ts';

const adapter = fakeAdapter({ submit: { kind: 'purchase-in' } });

describe('the kinds a hub takes', () => {
  test('are retail and what a link can submit: its adapter has the operation, its profile maps it', () => {
    expect([...takenKinds([{ adapter, profile }])]).toEqual(['retail-sale', 'retail-return', 'purchase-in']);
    expect(submitOperation({ adapter, profile }, 'purchase-in')?.id).toBe('sale.submit');
  });

  test('do not grow by an operation that no profile maps', () => {
    const unmapped = { ...profile, operations: ['sign-in'] };
    expect([...takenKinds([{ adapter, profile: unmapped }])]).toEqual(['retail-sale', 'retail-return']);
    expect(submitOperation({ adapter, profile: unmapped }, 'purchase-in')).toBeUndefined();
  });

  test('need no link for retail', () => {
    expect([...takenKinds([])]).toEqual(['retail-sale', 'retail-return']);
  });
});
