import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { testDatabase } from 'pgstrata/testing';

/**
 * A database of the system that is the working directory, with the seeds that are named, to look at with any client until this process
 * is interrupted.
 */
async function open(seeds: readonly string[]): Promise<void> {
  const db = await testDatabase({ project: '.', seed: seeds.map((seed) => pathToFileURL(resolve(seed))) });
  process.stdout.write(`psql '${db.url}'\n\nCtrl-C drops it.\n`);
  // Signals alone do not keep a process alive, and nor does an input that is at its end.
  const waiting = setInterval(() => {}, 60_000);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  clearInterval(waiting);
  await db.drop();
}

void open(process.argv.slice(2));
