#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('strata is not built yet in this checkout. Run: npm start\n');
  process.exit(3);
}
// Node 20 optimizes WebAssembly ten times as early as later versions: a third of a short command went into that.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--wasm-tiering-budget=18000000');
try {
  await import(main.href);
} catch (error) {
  process.stderr.write(`strata cannot be started: ${error.message}\n`);
  process.exitCode = 3;
}
