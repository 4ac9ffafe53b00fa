import type { Route } from '../../config/types.ts';
import { recogniseLines } from '../../gateway/intake/recognise-lines.ts';
import type { EventLine, RecognisedEvent, TraceEvent } from '../../mappings/model/index.ts';

export const now = Date.parse('2026-01-31T12:00:00+08:00');

export function line(more: Partial<EventLine> = {}): EventLine {
  return {
    product: { localCode: 'L1', localName: '阿莫西林' },
    quantity: '1',
    codes: ['81853860111704596503'],
    ...more,
  };
}

export function sale(more: Partial<TraceEvent> = {}): TraceEvent {
  return {
    kind: 'retail-sale',
    institution: { code: 'P43010000001', region: '430102' },
    documentNo: 'S-1',
    occurredAt: '2026-01-31T11:59:00+08:00',
    lines: [line()],
    ...more,
  };
}

export function recognised(more: Partial<TraceEvent> = {}): RecognisedEvent {
  const event = sale(more);
  return { ...event, lines: recogniseLines(event.lines).lines };
}

export function route(link: string, more: Partial<Route> = {}): Route {
  return { link, primary: false, when: {}, ...more };
}
