import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { describeAccept } from './contract/accept.ts';
import { describeAdministration } from './contract/administration.ts';
import { describeCatalogue } from './contract/catalogue.ts';
import { describeClaim } from './contract/claim.ts';
import { describeFinding } from './contract/finding.ts';
import { describeHolds } from './contract/holds.ts';
import { describeLedger } from './contract/ledger.ts';
import { describeOutcomes } from './contract/outcomes.ts';
import { describeRequeue } from './contract/requeue.ts';
import { describeUncodedStock } from './contract/uncoded-stock.ts';
import { describeWaiting } from './contract/waiting.ts';
import { noon } from './samples.ts';
import { accepted, type Place, places } from './stores.ts';

describe.each(['sqlite', 'postgres'] as const)('%s store', (driver) => {
  let place: Place;
  let store: Store;
  let links = 0;
  const subject = {
    get store() {
      return store;
    },
    newLink() {
      links += 1;
      return `link-${links}`;
    },
  };

  beforeAll(async () => {
    place = await places[driver]();
    store = await openStore(place.settings);
  }, 120_000);

  afterAll(async () => {
    await store?.close();
    await place?.remove();
  });

  describeAccept(subject);
  describeFinding(subject);
  describeClaim(subject);
  describeOutcomes(subject);
  describeHolds(subject);
  describeRequeue(subject);
  describeWaiting(subject);
  describeUncodedStock(subject);
  describeAdministration(subject);
  describeLedger(subject);
  describeCatalogue(subject);

  test('everything is there after closing and opening again', async () => {
    const link = subject.newLink();
    const { item, deliveryId } = await accepted(store, { links: [link] });
    await store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
    await store.ping();
    await store.close();
    store = await openStore(place.settings);
    expect((await store.getEvent('chain-a', item.event.id))?.event).toEqual(item.event.event);
    expect((await store.getDelivery('chain-a', deliveryId))?.state).toBe('held');
    expect(await store.holds()).toContainEqual(expect.objectContaining({ link }));
  });
});
