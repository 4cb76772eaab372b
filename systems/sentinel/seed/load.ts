import pg from 'pg';
import { fullSize, seed } from './seed.ts';

// `npm run seed -- [members] [check-ins]`; the whole site without numbers.
const [members = fullSize.members, checkins = fullSize.checkins] = process.argv.slice(2).map(Number);
const connectionString = process.env.DATABASE_URL;
if (connectionString === undefined || ![members, checkins].every((n) => Number.isSafeInteger(n) && n >= 0)) {
  console.error('DATABASE_URL=postgres://... npm run seed -- [members] [check-ins]');
  process.exit(2);
}
const client = new pg.Client({ connectionString });
await client.connect();
try {
  const started = performance.now();
  const isNew = await seed(client, { members, checkins });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    isNew
      ? `${members} members and ${checkins} check-ins loaded in ${seconds} s`
      : 'already loaded: nothing was changed',
  );
} finally {
  await client.end();
}
