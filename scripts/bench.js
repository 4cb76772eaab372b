// `npm run bench [name ...]`: installs when needed, builds, runs the benches and prints their tables.
import { readdirSync } from 'node:fs';
import { build, installIfNeeded, run } from './setup.js';

installIfNeeded();
await build();
const wanted = process.argv.slice(2);
const benches = readdirSync(new URL('../bench', import.meta.url))
  .filter((name) => name.endsWith('.js') && !['history.js', 'measure.js', 'reading.js'].includes(name))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.js', '')))
  .sort();
for (const name of benches) run(process.execPath, [`bench/${name}`]);
