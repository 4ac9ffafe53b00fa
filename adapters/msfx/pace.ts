/** Queries share the AppKey's quota; users pace them at 2 per second (the platform publishes no figure). */
export const QUERY_PACE = { ratePerSecond: 2, burst: 1, per: 'link' } as const;

/** About 3 uploads per second and AppKey before code 7 (measured by a production user; the platform publishes no figure). */
export const UPLOAD_PACE = { ratePerSecond: 3, burst: 1, per: 'link' } as const;
