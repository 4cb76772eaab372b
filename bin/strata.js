#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('strata is not built yet in this checkout. Run: npm start\n');
  process.exit(3);
}
try {
  await import(main.href);
} catch (error) {
  process.stderr.write(`strata cannot be started: ${error.message}\n`);
  process.exitCode = 3;
}
