// Plain JavaScript: a worker thread loads this file itself, and Node 20 reads no TypeScript.
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

/**
 * What this file needs of the WebAssembly API, which the types of Node leave out.
 * @typedef {{
 *   compile(bytes: Uint8Array): Promise<object>,
 *   instantiate(module: object, imports: object): Promise<object>,
 *   Memory: new (size: object) => { readonly buffer: ArrayBuffer },
 * }} Wasm
 */
const wasm = /** @type {Wasm} */ (Reflect.get(globalThis, 'WebAssembly'));
const { instantiate, Memory } = wasm;
/** @type {Promise<object> | undefined} */
let compiled;
/** @type {InstanceType<typeof Memory> | undefined} */
let memory;
// Every dump is a new instance; compiling the module each time would cost three times as much as the dump, and 64 megabytes of
// memory that are given back after each a third of it.
Object.assign(wasm, {
  /**
   * @param {Uint8Array} bytes
   * @param {object} imports
   */
  async instantiate(bytes, imports) {
    compiled ??= wasm.compile(bytes);
    const module = await compiled;
    return { module, instance: await instantiate(module, imports) };
  },
  /**
   * The memory of the last dump, empty again: there is one at a time.
   * @param {object} size
   */
  Memory: function emptied(size) {
    if (memory === undefined) memory = new Memory(size);
    else new Uint8Array(memory.buffer).fill(0);
    return memory;
  },
});

/**
 * pg_dump compiled to WebAssembly expects each write to be answered before it returns, so this thread sleeps until the
 * thread that owns the socket has posted the server's reply.
 * @param {import('node:worker_threads').MessagePort} wire
 * @param {SharedArrayBuffer} signal
 */
function serverAt(wire, signal) {
  const answered = new Int32Array(signal);
  const server = {
    query: async () => ({ rows: [{ search_path: '' }] }),
    exec: async () => [],
    /**
     * @param {Uint8Array} bytes
     * @param {{ onRawData(bytes: Uint8Array): void }} listener
     */
    execProtocolRawStream(bytes, { onRawData }) {
      Atomics.store(answered, 0, 0);
      wire.postMessage(bytes.slice());
      let reply = receiveMessageOnPort(wire);
      while (reply === undefined) {
        // The flag only ends the sleep early: what counts is that the one answer to these bytes is there.
        Atomics.wait(answered, 0, 0, 100);
        reply = receiveMessageOnPort(wire);
      }
      onRawData(reply.message);
    },
  };
  return /** @type {import('@electric-sql/pglite').PGlite} */ (/** @type {unknown} */ (server));
}

parentPort?.on('message', async ({ wire, signal, args }) => {
  try {
    const file = await pgDump({ pg: serverAt(wire, signal), args });
    parentPort?.postMessage({ dump: await file.text() });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  } finally {
    wire.close();
  }
});
