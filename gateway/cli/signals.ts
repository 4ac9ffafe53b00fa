export type StopSignal = 'SIGTERM' | 'SIGINT';

/** The part of `process` that gives signals. */
export interface SignalSource {
  on(event: StopSignal, listener: () => void): unknown;
}

/** Ctrl-C reaches the whole process group, and npm and bin/tracehub.js pass it on once more: that is still one request. */
const sameRequestMs = 1_000;

/**
 * Takes over SIGTERM and SIGINT for the rest of the process.
 * @param now monotonic milliseconds
 * @returns `first`: the request to stop; `again`: a second one, by somebody who will not wait.
 */
export function watchSignals(
  source: SignalSource,
  now: () => number = () => performance.now(),
): { readonly first: Promise<StopSignal>; readonly again: Promise<StopSignal> } {
  const first = deferred();
  const again = deferred();
  let firstAt: number | undefined;
  const receive = (signal: StopSignal) => () => {
    firstAt ??= now();
    first.resolve(signal);
    if (now() - firstAt >= sameRequestMs) again.resolve(signal);
  };
  source.on('SIGTERM', receive('SIGTERM'));
  source.on('SIGINT', receive('SIGINT'));
  return { first: first.promise, again: again.promise };
}

function deferred(): { readonly promise: Promise<StopSignal>; readonly resolve: (signal: StopSignal) => void } {
  let resolve: (signal: StopSignal) => void = () => {};
  const promise = new Promise<StopSignal>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
