// The thread in which one PGlite runs: WebAssembly holds up whatever shares its thread, and a signal such as Ctrl-C would wait for
// the statement to end. JavaScript, because the oldest supported Node runs this file as it is, from the sources too.
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {import('./pglite-package.ts').WorkerStart} WorkerStart
 * @typedef {import('./pglite-package.ts').WorkerOrder} WorkerOrder
 */

const { main, options, extensions, dataDir } = /** @type {WorkerStart} */ (workerData);
const { PGlite } = /** @type {typeof import('@electric-sql/pglite')} */ (await import(main));

const starting = PGlite.create({
  ...options,
  extensions: Object.fromEntries(Object.entries(extensions).map(([name, href]) => [name, new URL(href)])),
  ...(dataDir === undefined ? {} : { loadDataDir: new Blob([dataDir]) }),
});
// Whoever waits for an answer is told.
starting.catch(() => {});

/** @param {WorkerOrder} order */
async function obey(order) {
  const lite = await starting;
  const { FS } = lite.Module;
  switch (order.do) {
    case 'exchange':
      return lite.execProtocolRawSync(order.message);
    case 'execute':
      return (await lite.exec(order.sql)).at(-1)?.rows;
    case 'dump':
      return new Uint8Array(await (await lite.dumpDataDir('none')).arrayBuffer());
    case 'list':
      return FS.readdir(order.directory);
    case 'read':
      return FS.readFile(order.path, { encoding: 'utf8' });
    case 'write':
      return FS.writeFile(order.path, order.text);
  }
}

parentPort?.on('message', async (/** @type {{ id: number, order: WorkerOrder }} */ { id, order }) => {
  try {
    parentPort?.postMessage({ id, result: await obey(order) });
  } catch (error) {
    const { message, code } = /** @type {{ message?: string, code?: string }} */ (error);
    parentPort?.postMessage({ id, error: { message: message ?? String(error), code } });
  }
});
