// `npm start`: installs when needed, builds, rehearses the reference services and prints the report.
import { build, installIfNeeded, run } from './setup.js';

installIfNeeded();
await build();
run(process.execPath, ['bin/strata.js', 'check', 'systems', ...process.argv.slice(2)]);
