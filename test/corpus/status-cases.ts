import type { Family } from './family.ts';
import { type Expectation, http, type MalformedReply, type Success } from './reply.ts';

/**
 * A success under a status that is none. 401 and 429 say that the request was refused, 404 that it went to the wrong
 * place; every other one leaves open what was booked.
 */
const byStatus: ReadonlyArray<readonly [number, Expectation]> = [
  [300, 'contract-broken/HTTP_REDIRECT'],
  [301, 'contract-broken/HTTP_REDIRECT'],
  [302, 'contract-broken/HTTP_REDIRECT'],
  [307, 'contract-broken/HTTP_REDIRECT'],
  [308, 'contract-broken/HTTP_REDIRECT'],
  [400, 'contract-broken/HTTP_CLIENT_ERROR'],
  [401, 'auth/HTTP_ACCESS_DENIED'],
  [403, 'auth/HTTP_ACCESS_DENIED'],
  [404, 'misconfigured/HTTP_WRONG_ADDRESS'],
  [405, 'misconfigured/HTTP_WRONG_ADDRESS'],
  [408, 'contract-broken/HTTP_CLIENT_ERROR'],
  [409, 'contract-broken/HTTP_CLIENT_ERROR'],
  [422, 'contract-broken/HTTP_CLIENT_ERROR'],
  [429, 'rate-limited/HTTP_TOO_MANY_REQUESTS'],
  [500, 'unknown-outcome/HTTP_SERVER_ERROR'],
  [502, 'unknown-outcome/HTTP_SERVER_ERROR'],
  [504, 'unknown-outcome/HTTP_SERVER_ERROR'],
  [520, 'unknown-outcome/HTTP_SERVER_ERROR'],
  [600, 'contract-broken/HTTP_UNEXPECTED_STATUS'],
  [999, 'contract-broken/HTTP_UNEXPECTED_STATUS'],
];

const bodiless = 'contract-broken/HTTP_UNEXPECTED_STATUS';

export function statusCases(good: Success, { ownStatuses }: Pick<Family, 'ownStatuses'>): MalformedReply[] {
  const location = { location: 'http://127.0.0.1:1/elsewhere' };
  return [
    ...byStatus.map(([status, expect]): MalformedReply => {
      const headers = { ...(status < 400 && location), ...good.headers };
      return {
        name: `status ${status} with a success in it`,
        reply: http(good.body, headers, status),
        expect: ownStatuses[status] ?? expect,
      };
    }),
    ...[204, 205, 206].map(
      (status): MalformedReply => ({
        name: `status ${status} without a body`,
        reply: http('', good.headers, status),
        expect: ownStatuses[status] ?? bodiless,
      }),
    ),
    {
      name: 'status 304 without a body',
      reply: http('', {}, 304),
      expect: 'contract-broken/HTTP_REDIRECT',
    },
    {
      name: 'status 503 of a maintenance page',
      reply: http('<html>维护中</html>', { 'content-type': 'text/html', 'retry-after': '30' }, 503),
      expect: 'unknown-outcome/HTTP_SERVICE_UNAVAILABLE',
    },
  ];
}
