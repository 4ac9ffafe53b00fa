import type { Fault } from '../../../adapters/contract/index.ts';
import { loadHub } from '../../../config/load.ts';
import type { LinksOnce } from '../../links-once.ts';
import { type Command, CommandError, exitCodes, UsageError } from '../command.ts';
import { type LinkTest, printLinkTest } from '../describe-link-test.ts';
import { configExplained, configFile, configOption, onlyArgument } from '../options.ts';

export const linkTest: Command = {
  name: 'link test',
  summary: 'try a link: connection, TLS, sign-in and a read that proves it end to end; books nothing',
  examples: ['tracehub link test nhsa-hunan --institution P43010000001'],
  options: {
    ...configOption,
    tenant: { type: 'string' },
    institution: { type: 'string' },
    json: { type: 'boolean' },
  },
  explained: [
    ['<link>', 'the link'],
    ['--institution <code>', 'as whom to ask; default: the one whose delivery there is the newest'],
    ['--tenant <tenant>', "the institution's tenant; default: the sandbox's"],
    ['--json', 'one JSON object for scripts'],
    configExplained,
  ],
  async run(input, io) {
    const link = onlyArgument(input, 'link');
    const hub = await loadHub(configFile(input));
    const tenant = input.option('tenant') ?? hub.sandbox?.tenant;
    if (tenant === undefined) throw new UsageError('say whose institution it is: --tenant <tenant>');
    const { withLinks } = await import('../../links-once.ts');
    const test = await withLinks(hub, (once) => testLink(once, link, tenant, input.option('institution')));
    io.out(input.flag('json') ? `${JSON.stringify(test, undefined, 2)}\n` : printLinkTest(test));
    return test.outcome === 'ok' || test.outcome === 'not-found' ? exitCodes.ok : exitCodes.failed;
  },
};

/** @throws CommandError for an unknown link; UsageError when nothing says which institution to ask for */
async function testLink(once: LinksOnce, id: string, tenant: string, given: string | undefined): Promise<LinkTest> {
  const { links, store, dispatcher } = once;
  const runtime = links.get(id);
  if (runtime === undefined) {
    const known = [...links.keys()].join(', ');
    throw new CommandError(`there is no link ${id}; known are ${known}`, exitCodes.notFound);
  }
  const institution = given ?? (await store.findDeliveries({ tenant, link: id, limit: 1 })).items[0]?.institution;
  if (institution === undefined) throw new UsageError('give --institution: nothing was delivered on this link yet');
  const isolated = (await store.holds()).find((hold) => hold.link === id && hold.institution === undefined);
  const { outcome, durationMs } = await dispatcher.probe(id, tenant, institution);
  const { settings, adapter, profile, link } = runtime;
  const { peer, clockSkewMs } = link.health();
  return {
    ...{ link: id, title: settings.title, adapter: adapter.id, profile: profile.id, endpoint: settings.endpoint },
    ...{ tenant, institution },
    ...(peer === undefined ? {} : { peer }),
    ...(isolated === undefined ? {} : { isolated: isolated.reason }),
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
    calls: once.calls().map(({ operation, ...call }) => {
      const { native = '', title = { zh: '', en: '' } } = adapter.operations[operation] ?? {};
      return { operation, native, title, outcome: call.outcome, durationMs: Math.round(call.durationMs) };
    }),
    outcome: outcome.type,
    durationMs: Math.round(durationMs),
    ...(outcome.type === 'fault'
      ? { fault: { ...outcome.fault, ...(await explain(once, outcome.fault, adapter.id)) } }
      : {}),
  };
}

async function explain({ links }: LinksOnce, fault: Fault, source: string) {
  const { createErrorCatalogue } = await import('../../http/error-catalogue.ts');
  const { faultSources } = await import('../../fault-sources.ts');
  return createErrorCatalogue(faultSources(links)).explain(fault, source);
}
