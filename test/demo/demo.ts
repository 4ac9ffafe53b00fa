/** `npm run demo`: a pharmacy's day against three platforms; `npm run demo -- --all`: a mixed day through all of them. */
await (process.argv.includes('--all') ? import('./all/day.ts') : import('./pharmacy-day.ts'));
