/** Accepts events without end on the store of argv[2] (settings as JSON) and prints each id once it is acknowledged. */
import { openStore } from '../../../gateway/store/index.ts';
import { sample } from '../samples.ts';

const concurrency = 16;
const store = await openStore(JSON.parse(process.argv[2] ?? ''));

async function acceptForever(): Promise<void> {
  for (;;) {
    const item = sample({ links: ['nhsa-hunan', 'msfx'], at: Date.now() });
    const result = await store.accept(item);
    if (result.type === 'created') process.stdout.write(`${item.event.id}\n`);
  }
}

await Promise.all(Array.from({ length: concurrency }, acceptForever));
