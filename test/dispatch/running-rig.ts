import { afterEach } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import type { DeliveryState } from '../../gateway/store/contract.ts';
import type { Answer, Asked } from './fake-platform.ts';
import { until } from './manual-clock.ts';
import { createRig } from './rig.ts';

export const ok: Outcome = { type: 'ok', receipt: 'R' };

let cleanup: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const step of cleanup.reverse()) await step();
  cleanup = [];
});

/** A dispatcher before these platforms, which ends with the test. */
export async function rigWith(...links: LinkRuntime[]) {
  const rig = await createRig(...links);
  cleanup.push(rig.close);
  const dispatcher = rig.newDispatcher();
  cleanup.push(() => rig.stop(dispatcher));
  const reaches = async (id: string, state: DeliveryState) => {
    await until(async () => (await rig.get(id)).state === state);
    return rig.get(id);
  };
  /** Time passes, and the loops look: their timers may not have been set yet when the hands moved. */
  const later = (ms: number) => {
    rig.clock.advance(ms);
    dispatcher.wake();
  };
  return { ...rig, dispatcher, reaches, later };
}

/** Gives the answers in order, the last one for ever. */
export function script(...answers: Array<Outcome | ((asked: Asked) => Outcome)>): Answer {
  let index = 0;
  return (asked) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? ok;
    index += 1;
    return typeof answer === 'function' ? answer(asked) : answer;
  };
}
