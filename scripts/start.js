// `npm start`: installs when needed, builds, rehearses the five histories under systems/ and prints the report.
import { build, installIfNeeded, run } from './setup.js';

installIfNeeded();
await build();
run(process.execPath, ['bin/strata.js', 'check', 'systems', ...process.argv.slice(2)]);
