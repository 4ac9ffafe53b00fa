/** The part of `process` that gives signals. */
export interface SignalSource {
  once(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
}

/** Resolves with the next request to stop. Until it is called again, a further signal has its default effect. */
export function nextSignal(source: SignalSource): Promise<'SIGTERM' | 'SIGINT'> {
  return new Promise((resolve) => {
    const end = (signal: 'SIGTERM' | 'SIGINT') => () => {
      source.off('SIGTERM', onTerm);
      source.off('SIGINT', onInt);
      resolve(signal);
    };
    const onTerm = end('SIGTERM');
    const onInt = end('SIGINT');
    source.once('SIGTERM', onTerm);
    source.once('SIGINT', onInt);
  });
}
