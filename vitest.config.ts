import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/slowest-first.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'systems/*/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Tests mostly wait for their servers: one file at a time leaves a core of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Loading everything anew for each file took a tenth of the run: tests leave nothing behind in their process.
    isolate: false,
    // A small heap is marked anew after every few megabytes, which took a tenth of the run.
    execArgv: ['--initial-old-space-size=1024'],
    sequence: { sequencer: SlowestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: process.env.CI === undefined ? ['default'] : ['default', './test/tally.ts'],
  },
});
