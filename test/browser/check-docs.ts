import { strict as assert } from 'node:assert';
import type { Tab } from './tab.ts';

/** The interface documentation: it renders with its style, and its own links lead somewhere. */
export async function checkDocs(tab: Tab, base: string): Promise<void> {
  await tab.resize(1280, 900, false);
  await tab.goto(`${base}/docs`);
  assert.equal(await tab.read("getComputedStyle(document.querySelector('th')).textAlign"), 'left', 'its style is on');
  const operations = await tab.read("document.querySelectorAll('h3 .method').length");
  assert.ok(Number(operations) > 15, `${operations} operations are described`);
  const dead = await tab.read(
    '[...document.querySelectorAll(\'a[href^="#"]\')].filter(({ hash }) => !document.getElementById(hash.slice(1))).length',
  );
  assert.equal(dead, 0, 'no link is dead');
  await tab.screenshot('docs');
  await tab.resize(390, 844, true);
  const overflow = await tab.read('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.equal(overflow, 0, 'nothing sticks out on a phone');
  await tab.screenshot('docs-phone');
}
