type Message = Readonly<Record<string, unknown>>;

/** One message of the browser that nobody asked for. */
export interface BrowserEvent {
  readonly method: string;
  readonly params: Message;
}

/** A conversation with one tab over the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
export interface Session {
  /** @throws Error when the browser refuses or is gone. */
  send(method: string, params?: object): Promise<Message>;
  on(listener: (event: BrowserEvent) => void): void;
}

export interface DevTools {
  /** Opens an empty tab. */
  openTab(): Promise<Session>;
  close(): void;
}

interface Waiting {
  resolve(result: Message): void;
  reject(error: Error): void;
}

/** @param url of the browser's DevTools protocol, `ws://127.0.0.1:…` */
export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Array<(event: BrowserEvent) => void>>();
  let lastId = 0;

  socket.addEventListener('message', ({ data }) => {
    const { id, result, error, method, params, sessionId } = parse(String(data));
    if (typeof id === 'number') {
      const own = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) own?.resolve(record(result));
      else own?.reject(new Error(`DevTools: ${JSON.stringify(error)}`));
    } else if (typeof method === 'string') {
      for (const listener of listeners.get(String(sessionId)) ?? []) listener({ method, params: record(params) });
    }
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser is gone'));
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('the DevTools protocol cannot be reached')));
  });

  function send(method: string, params: object, sessionId?: string): Promise<Message> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  }

  return {
    async openTab() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const id = String(sessionId);
      listeners.set(id, []);
      return {
        send: (method, params = {}) => send(method, params, id),
        on: (listener) => listeners.get(id)?.push(listener),
      };
    },
    close: () => socket.close(),
  };
}

function parse(text: string): Message {
  return record(JSON.parse(text));
}

/** @returns the value as an object; an empty one when it is none. */
export function record(value: unknown): Message {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
