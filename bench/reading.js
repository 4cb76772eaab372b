// Reads the database at an address (JSON) a few times and writes how long that takes and how much memory it needs at most.
import { median, timed } from './measure.js';

const dist = (/** @type {string} */ path) => new URL(`../dist/${path}`, import.meta.url).href;
const { readSchema } = await import(dist('catalog/read-schema.js'));
const { openSession } = await import(dist('db/session.js'));

const session = await openSession(JSON.parse(process.argv[2] ?? ''));
const times = [];
for (let round = 0; round < 3; round += 1) times.push(await timed(() => readSchema(session)));
await session.close();
process.stdout.write(JSON.stringify({ ms: median(times), bytes: process.resourceUsage().maxRSS * 1024 }));
