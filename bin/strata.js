#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('strata is not built yet in this checkout. Run: npm start\n');
  process.exit(3);
}
// As later versions have it: Node 20 optimizes WebAssembly ten times as early, a third of a short command; and where no navigator
// tells `pg` what it runs on, it loads all that fetch needs to find out, a tenth of one.
if (process.versions.node.startsWith('20.')) {
  setFlagsFromString('--wasm-tiering-budget=18000000');
  globalThis.navigator ??= { userAgent: 'Node.js/20' };
}
try {
  await import(main.href);
} catch (error) {
  process.stderr.write(`strata cannot be started: ${error.message}\n`);
  process.exitCode = 3;
}
