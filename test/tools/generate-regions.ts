import { loadProfiles, type Profile } from '../../mappings/engine/index.ts';
import { levels } from './reference/profile-page.ts';

const path = 'docs/reference/nhsa-regions.md';

const intro = `# 医保: regions and what each stands on

Written by \`npm run generate\` from the profiles in \`mappings/nhsa\`. A link names one of them as its \`profile\`; its settings \`transport\`, \`paths\`,
\`signIn\`, \`inputForm\`, \`cainfo\` … override what the profile says, where a platform turns out to want it otherwise.
`;

/** @returns the page of the medical-insurance regions: how each is reached, on what evidence, and what is open. */
export async function generateRegions(): Promise<Map<string, string>> {
  const profiles = [...(await loadProfiles()).values()].filter(({ id }) => id.startsWith('nhsa/'));
  const inherited = profiles.find(({ chain }) => chain.length === 1)?.open.length ?? 0;
  const legend = Object.entries(levels).map(([level, meaning]) => `- \`${level}\`: ${meaning}`);
  const page = [
    intro,
    ...legend,
    '',
    '| Profile | Region | Support | Transport | Paths | Sign-in | Transaction | Signature |',
    '|---|---|---|---|---|---|---|---|',
    ...profiles.map(row),
    '',
    ...profiles.flatMap((profile) => section(profile, inherited)),
  ];
  return new Map([[path, `${page.join('\n').trimEnd()}\n`]]);
}

function row({ id, title, support, constants }: Profile): string {
  const { transport, paths, signIn, inputForm, cainfo } = constants;
  const ways = [
    transport,
    paths,
    signIn,
    ...(transport === 'beijing' ? ['its own, under SM4', 'none'] : [inputForm, cainfo]),
  ];
  const way = support === 'agent' ? ways.map(() => '–') : ways;
  return `| \`${id}\` | ${[title, support, ...way].join(' | ')} |`;
}

/** @param inherited how many points the baseline leaves open: they stand once, in its own section */
function section({ title, support, resolved, open, chain, limits }: Profile, inherited: number): string[] {
  const sale = limits['retail-sale.submit'];
  const own = chain.length === 1 ? open : [...open.slice(inherited), 'What the baseline leaves open.'];
  return [
    `## ${title}`,
    '',
    `\`${chain.join(' < ')}\`. ${resolved.source}.`,
    ...(support === 'agent'
      ? []
      : [`Per call at most ${sale?.maxItems ?? '–'} rows and ${sale?.maxCodes ?? '–'} codes.`]),
    '',
    ...own.map((point) => `- ${point}`),
    '',
  ];
}
