import { strict as assert } from 'node:assert';
import type { Sandbox } from '../e2e/sandbox.ts';
import { saleOf } from './sale.ts';
import type { Tab } from './tab.ts';

/** One thing that a person at the page does and sees. The steps build on each other. */
type Step = (tab: Tab, sandbox: Sandbox) => Promise<void>;

const broken = '#link-nhsa-hunan';
const isolated = '#link-mah-demo';
const refusedNo = 'B2-SIM-nhsa-refuse';

/** @returns an expression: the text of the element contains the words */
const says = (selector: string, words: string) =>
  `document.querySelector(${JSON.stringify(selector)})?.innerText.includes(${JSON.stringify(words)})`;
const deliveryOf = (documentNo: string) => `.delivery[data-document="${documentNo}"]`;

/** Every step by its name, in order. */
export const consoleSteps: Readonly<Record<string, Step>> = {
  async 'asks for a key, in the language of the browser'(tab, { gateway }) {
    await tab.resize(1280, 900, false);
    await tab.goto(`http://127.0.0.1:${gateway.port}/console`, 'zh-CN');
    await tab.until('the form is there', says('main', 'API密钥'));
    assert.equal(await tab.read('document.documentElement.lang'), 'zh-CN');
    assert.equal(await tab.read('document.activeElement.id'), 'key', 'the field has the focus');
  },
  async 'says plainly that a key is not known'(tab) {
    await tab.complaints.whileRequestsFail(async () => {
      await tab.type(`thk_${'x'.repeat(43)}`);
      await tab.press('Enter');
      await tab.until('the refusal is shown', says('[role=alert]', '网关不认识该密钥'));
    });
    await tab.screenshot('1-key-unknown');
  },
  async 'shows the three links to a key that is known, and keeps the key in this tab alone'(tab, { key }) {
    assert.equal(await tab.read('document.activeElement.id'), 'key', 'the field has the focus again');
    await tab.type(key);
    await tab.press('Enter');
    await tab.until('three links are shown', "document.querySelectorAll('.card.healthy').length === 3");
    for (const word of ['湖南', '熔断器', '闭合', '正常']) assert.ok(await tab.read(says(broken, word)), word);
    assert.equal(await tab.read('localStorage.length'), 0);
    assert.deepEqual((await tab.session.send('Network.getCookies')).cookies, []);
    assert.ok(!String(await tab.read('location.href')).includes(key));
  },
  async 'shows a rejected delivery with its fault and hint'(tab, { settled }) {
    await settled(saleOf('B1').event);
    await settled(saleOf(refusedNo).event);
    await tab.click('input[value=rejected]');
    await tab.until('the delivery is listed', says(deliveryOf(refusedNo), '被拒'));
    for (const word of ['故障', '平台返回', '处理建议', '处理人'])
      assert.ok(await tab.read(says(deliveryOf(refusedNo), word)), word);
    await tab.screenshot('2-links-and-rejected', { whole: true });
  },
  async 'shows a link break and heal by itself'(tab, { platform, client }) {
    platform('nhsa-hunan').setFault({ fault: 'unavailable', times: 1_000_000 });
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8])
      await client.send('POST', '/v1/events', saleOf(`B3-${number}`).event);
    await tab.until('the link is shown as not healthy', `${says(broken, '中断')} || ${says(broken, '恢复中')}`);
    await tab.until('the openings are counted', `!/熔断次数\\s+0/.test(document.querySelector('${broken}').innerText)`);
    await tab.screenshot('3-link-down');
    platform('nhsa-hunan').clearFaults();
    await tab.until('the link is shown as healthy', says(broken, '正常'));
  },
  async 'speaks English at a click'(tab) {
    await tab.click('.top button[lang=en]');
    await tab.until('the titles are English', says('#links-title', 'Links'));
    await tab.until('hints are English', says(deliveryOf(refusedNo), 'What to do'));
    assert.equal(await tab.read('document.documentElement.lang'), 'en');
  },
  async 'isolates a link by keyboard alone, and only with a reason'(tab) {
    const target = `document.querySelector('${isolated} .buttons button')`;
    for (
      let presses = 0;
      presses < 60 && (await tab.read(`document.activeElement === ${target}`)) !== true;
      presses += 1
    )
      await tab.press('Tab');
    assert.ok(await tab.read(`document.activeElement === ${target}`), 'the button is reached by Tab');
    await tab.press('Enter');
    await tab.until('the question is asked', says('dialog[open]', 'Isolate'));
    assert.equal(await tab.read('document.activeElement.name'), 'reason');
    await tab.press('Enter');
    assert.ok(await tab.read("document.querySelector('dialog').open"), 'no reason, no isolation');
    await tab.type('maintenance of the factory');
    await tab.screenshot('4-isolate');
    await tab.press('Enter');
    await tab.until('the link is isolated', says(isolated, 'maintenance of the factory'));
    assert.ok(await tab.read(says('[role=status]', 'is isolated')));
    assert.ok(await tab.read(`document.activeElement === ${target}`), 'the focus is where it was');
  },
  async 'shows what an isolated link holds, and restores it'(tab, { settled, client }) {
    await settled(saleOf('B4').event, ['delivered', 'held']);
    await tab.click('input[value=held]');
    await tab.until('the delivery is held', says(deliveryOf('B4'), 'held'));
    await tab.screenshot('5-held', { whole: true });
    await tab.click(`${isolated} .buttons button`);
    await tab.click('dialog button[type=submit]');
    await tab.until('the link is healthy', says(isolated, 'healthy'));
    await tab.until('nothing is held any more', `!document.querySelector('${deliveryOf('B4')}')`);
    const { body } = await client.send('GET', '/v1/links/mah-demo');
    assert.equal(body.isolated, undefined);
  },
  async 'holds one institution alone, and lets it go again'(tab) {
    await tab.click(`${isolated} .buttons button`);
    await tab.until('the question is asked', "document.querySelector('dialog').open");
    await tab.type('wrong credentials');
    await tab.press('Tab');
    await tab.type('P43010000002');
    await tab.press('Enter');
    await tab.until('the link is degraded', says(isolated, 'degraded'));
    await tab.click(`${isolated} .holds summary`);
    await tab.click(`${isolated} .holds button`);
    await tab.until('the institution is named', says('dialog', 'P43010000002'));
    await tab.click('dialog button[type=submit]');
    await tab.until('the link is healthy', says(isolated, 'healthy'));
  },
  async 'probes a link and says what came of it'(tab) {
    await tab.click(`${broken} .buttons button:last-child`);
    await tab.until('the question is asked', "document.querySelector('dialog').open");
    await tab.read(
      "document.querySelector('dialog [name=institution]').value = ''; document.querySelector('dialog [name=institution]').focus()",
    );
    await tab.type('P43010000001');
    await tab.press('Enter');
    await tab.until('the platform answered', says('dialog', 'The platform answered as it should'));
    await tab.screenshot('6-probe');
    await tab.press('Escape');
    await tab.until('Escape closes it', "!document.querySelector('dialog').open");
  },
  async 'takes a delivery up again after asking'(tab, { client }) {
    await tab.click('input[value=rejected]');
    const [before] = await client.deliveries('&state=rejected');
    await tab.click(`${deliveryOf(refusedNo)} .buttons button`);
    await tab.until('the question is asked', says('dialog', 'asks first'));
    await tab.click('dialog button[type=submit]');
    await tab.until('it is said', says('[role=status]', 'taken up again'));
    const reply = await client.send('GET', `/v1/deliveries/${before?.id}/attempts`);
    assert.ok(Array.isArray(reply.body.items));
    await tab.until('it was tried again', says(deliveryOf(refusedNo), 'Attempts (2)'));
  },
  async 'finds an event by document number and by trace code, with its deliveries and attempts'(tab, { settled }) {
    const { event, code } = saleOf('B5');
    await settled(event);
    for (const text of ['B5', code]) {
      await tab.read(
        "document.querySelector('#search-text').value = ''; document.querySelector('#search-text').focus()",
      );
      await tab.type(text);
      await tab.press('Enter');
      await tab.until(
        'the event is shown',
        `document.querySelectorAll('.event .delivery').length === 3 && ${says('.event', 'B5')}`,
      );
    }
    const fresh = await tab.read("document.querySelector('.fresh').innerText");
    await tab.type('-typing');
    await tab.until('a refresh came', `document.querySelector('.fresh').innerText !== ${JSON.stringify(fresh)}`);
    assert.equal(await tab.read('document.activeElement.value'), `${code}-typing`, 'it disturbs nobody who types');
    await tab.click('.event .delivery summary');
    await tab.until('its attempts are shown', "document.querySelectorAll('.event .delivery tbody tr').length > 0");
    await tab.screenshot('7-event', { whole: true });
    await tab.read("document.querySelector('#search-text').value = ''; document.querySelector('#search-text').focus()");
    await tab.type('no-such-document');
    await tab.press('Enter');
    await tab.until('it says that there is none', says('section:last-of-type', 'has no event'));
  },
  async 'shows a pack that was sold twice among the suspicious ones'(tab, { settled, gateway }) {
    const { event, code } = saleOf('B6');
    await settled(event);
    const row = `#findings [data-code="${code}"]`;
    assert.ok(await tab.read(`!document.querySelector('${row}')`), 'one sale is nothing');
    await settled({ ...event, documentNo: 'B7' });
    await tab.until('the finding is listed', says(row, 'sold-twice'));
    for (const word of ['One code sold more than once', 'high', code]) assert.ok(await tab.read(says(row, word)), word);
    assert.ok(await tab.read(`document.querySelector('${row} time').dateTime`), 'when');
    await tab.screenshot('8-findings', { whole: true });
    const metrics = await (await fetch(`http://127.0.0.1:${gateway.opsPort}/metrics`)).text();
    assert.match(metrics, /^tracehub_findings_total\{class="sold-twice",severity="high"\} 1$/m);
    assert.match(metrics, /^tracehub_findings_total\{class="expired",severity="critical"\} 0$/m);
  },
  async 'says plainly that the gateway cannot serve, or cannot be reached, and goes on by itself'(tab) {
    await tab.complaints.whileRequestsFail(async () => {
      const stop = await answerUnavailable(tab);
      await tab.until('503 is told', says('main > [role=alert]', 'cannot serve now (HTTP 503)'));
      assert.ok(await tab.read(says('main > [role=alert]', 'Nothing could be stored')));
      await stop();
      await tab.until('it goes on', "!document.querySelector('main > [role=alert]')");
      await setOffline(tab, true);
      await tab.until('the silence is told', says('main > [role=alert]', 'cannot be reached'));
      assert.ok(await tab.read(says('.fresh', 'As of')), 'the age of the data is told');
      await tab.screenshot('9-offline');
      await setOffline(tab, false);
      await tab.until('it goes on', "!document.querySelector('main > [role=alert]')");
    });
  },
  async 'fits a phone, in the dark too'(tab) {
    const media = (value: string) =>
      tab.session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
    await tab.resize(390, 844, true);
    await media('dark');
    const overflow = await tab.read('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(overflow, 0, 'nothing sticks out');
    await tab.screenshot('10-phone-dark', { whole: true });
    await media('light');
    await tab.resize(1280, 900, false);
  },
  async 'forgets the key'(tab) {
    await tab.click('.top nav button:last-child');
    await tab.until('the form is back', "document.querySelector('#key') && !document.querySelector('.card')");
    assert.equal(await tab.read("sessionStorage.getItem('tracehub.key')"), null);
  },
};

/** Answers the page's requests as a gateway whose store is gone. @returns stops it */
async function answerUnavailable({ session }: Tab): Promise<() => Promise<unknown>> {
  const problem = { title: 'Nothing could be stored', status: 503, code: 'STORE_UNAVAILABLE', retryable: true };
  session.on(({ method, params }) => {
    if (method !== 'Fetch.requestPaused') return;
    session
      .send('Fetch.fulfillRequest', {
        requestId: params.requestId,
        responseCode: 503,
        responseHeaders: [{ name: 'Content-Type', value: 'application/problem+json' }],
        body: Buffer.from(JSON.stringify(problem)).toString('base64'),
      })
      .catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/v1/*' }] });
  return () => session.send('Fetch.disable');
}

function setOffline({ session }: Tab, offline: boolean): Promise<unknown> {
  const limits = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  return session.send('Network.emulateNetworkConditions', { offline, ...limits });
}
