import { MessageChannel, Worker } from 'node:worker_threads';
import type { Address } from '../../src/db/session.ts';
import { normaliseDump } from './normalise.ts';
import { bridge } from './wire.ts';

/** An independent reader of schemas: pg_dump 18 (WebAssembly) in a thread of its own, one dump at a time. */
export interface Dumper extends AsyncDisposable {
  /** The schema as normalised SQL: equal schemas give equal text, whatever the order of columns and objects. */
  dump(address: Address): Promise<string>;
  /** The bytes that pg_dump wrote, for a look at what `dump` makes of them. */
  dumpRaw(address: Address): Promise<string>;
}

type Outcome = { readonly dump: string } | { readonly error: string };

/** Starts the thread; disposing the dumper ends it. */
export function startDumper(): Dumper {
  const worker = new Worker(new URL('./dump-worker.js', import.meta.url));
  worker.unref();
  let queue: Promise<unknown> = Promise.resolve();

  async function dumpNow(address: Address): Promise<string> {
    const { port1: ours, port2: wire } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    const connection = bridge(ours, signal, address);
    const outcome = new Promise<Outcome>((resolve) => {
      worker.once('message', resolve);
    });
    // No test server knows a provider of security labels; asking for them takes a while all the same.
    const args = ['-d', connectionString(address), '--schema-only', '--no-security-labels'];
    worker.postMessage({ wire, signal, args }, [wire]);
    const result = await outcome;
    ours.close();
    connection.close();
    if ('error' in result) {
      const lost = connection.lost === undefined ? '' : ` (connection ${connection.lost})`;
      throw new Error(`pg_dump of ${address.database}: ${result.error}${lost}`);
    }
    return result.dump;
  }

  async function dumpRaw(address: Address): Promise<string> {
    const dumped = queue.then(() => dumpNow(address));
    queue = dumped.catch(() => {});
    return await dumped;
  }

  return {
    dumpRaw,
    async dump(address) {
      return normaliseDump(await dumpRaw(address));
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}

/** The host is never dialled: the bytes travel over the bridge. */
function connectionString(address: Address): string {
  const parts = {
    host: 'localhost',
    dbname: address.database,
    user: address.user,
    password: address.password,
  };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}='${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
    .join(' ');
}
