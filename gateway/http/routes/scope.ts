import type { ApiRequest } from '../api-request.ts';

/** @returns whose deliveries the caller reaches: a tenant its own, an operator those of all (undefined). */
export function scopeOf({ caller }: Pick<ApiRequest, 'caller'>): string | undefined {
  return caller.role === 'operator' ? undefined : caller.tenant;
}
