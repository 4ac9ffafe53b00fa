import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Complaints, collectComplaints } from './complaints.ts';
import { record, type Session } from './devtools.ts';

/** A tab as a person uses it: eyes, mouse, keyboard. */
export interface Tab {
  readonly complaints: Complaints;
  readonly session: Session;
  goto(url: string, languages?: string): Promise<void>;
  /** @returns the value of an expression in the page. @throws Error when it throws */
  read(expression: string): Promise<unknown>;
  /** Waits until the expression is true. @throws Error that names `what` after 20 s */
  until(what: string, expression: string): Promise<void>;
  /** Clicks the middle of the first element that the selector finds, with a real mouse event. */
  click(selector: string): Promise<void>;
  /** Types into whatever has the focus. */
  type(text: string): Promise<void>;
  press(key: 'Tab' | 'Enter' | 'Escape'): Promise<void>;
  resize(width: number, height: number, isPhone: boolean): Promise<void>;
  /** Writes a picture of the window, or with `whole` of the page from top to end. */
  screenshot(name: string, options?: { readonly whole?: boolean }): Promise<void>;
}

const patienceMs = 20_000;
const lookEveryMs = 50;
const keyCodes = { Tab: 9, Enter: 13, Escape: 27 } as const;

/** @param folder where the pictures go */
export async function driveTab(session: Session, folder: string): Promise<Tab> {
  const complaints = await collectComplaints(session);
  await session.send('Page.enable');

  async function read(expression: string): Promise<unknown> {
    const reply = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (reply.exceptionDetails !== undefined)
      throw new Error(`${expression}: ${JSON.stringify(reply.exceptionDetails)}`);
    return record(reply.result).value;
  }

  async function until(what: string, expression: string): Promise<void> {
    const end = performance.now() + patienceMs;
    while ((await read(`Boolean(${expression})`)) !== true) {
      if (performance.now() > end) throw new Error(`waited in vain: ${what}; the page says: ${await read(pageText)}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  return {
    complaints,
    session,
    read,
    until,
    async goto(url, languages = 'en') {
      const userAgent = await read('navigator.userAgent');
      await session.send('Network.setUserAgentOverride', { userAgent, acceptLanguage: languages });
      await session.send('Page.navigate', { url });
      await until(`${url} is loaded`, `location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`);
    },
    async click(selector) {
      const quoted = JSON.stringify(selector);
      await until(`${selector} is there`, `document.querySelector(${quoted})`);
      const middle = record(
        await read(`(() => {
          const element = document.querySelector(${quoted});
          element.scrollIntoView({ block: 'center' });
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        })()`),
      );
      for (const type of ['mousePressed', 'mouseReleased'])
        await session.send('Input.dispatchMouseEvent', { type, ...middle, button: 'left', clickCount: 1 });
    },
    async type(text) {
      await session.send('Input.insertText', { text });
    },
    async press(key) {
      const code = { key, code: key, windowsVirtualKeyCode: keyCodes[key], ...(key === 'Enter' ? { text: '\r' } : {}) };
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...code });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
    },
    async resize(width, height, isPhone) {
      const deviceScaleFactor = isPhone ? 2 : 1;
      await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: isPhone });
    },
    async screenshot(name, { whole = false } = {}) {
      // A header that sticks to the top of the window would stand in the middle of the picture.
      if (whole) await read('scrollTo(0, 0)');
      const { data } = await session.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
      await writeFile(join(folder, `${name}.png`), String(data), 'base64');
    },
  };
}

const pageText = 'document.body.innerText.slice(0, 3000)';
