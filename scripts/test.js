// `npm test`: installs when needed, builds, runs every test. Arguments go to Vitest.
import { build, installIfNeeded, program, run } from './setup.js';

installIfNeeded();
await build();
run(process.execPath, [program('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
