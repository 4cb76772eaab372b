import { fileURLToPath } from 'node:url';
import { testDatabase } from 'pgstrata/testing';

const project = fileURLToPath(new URL('..', import.meta.url));
const seed = new URL('../supabase/seeds/202510041235_sample_data.sql', import.meta.url);

/** A database with the sample data, to look at with any client until this process is interrupted. */
async function open(): Promise<void> {
  const db = await testDatabase({ project, seed });
  process.stdout.write(`psql '${db.url}'\n\nCtrl-C drops it.\n`);
  // Signals alone do not keep a process alive, and nor does an input that is at its end.
  const waiting = setInterval(() => {}, 60_000);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  clearInterval(waiting);
  await db.drop();
}

void open();
