import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** How files are opened: a named pipe called x.sql must not hold the reader up for ever. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Long enough for a licence header before the first marker. */
const headLength = 16 * 1024;

/** The beginning of a file, without byte-order mark, or null when it cannot be read. */
export function readHead(file: string): string | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, readFlags);
    const buffer = Buffer.alloc(headLength);
    return decodeHead(buffer.subarray(0, readSync(descriptor, buffer, 0, headLength, 0)));
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Editors and shells of Windows begin files with a mark, in UTF-16 too; the decoder takes it away. */
function decodeHead(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2);
  return new TextDecoder(mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8').decode(bytes);
}

/** All of a file. Throws what opening it throws, and for what is no regular file. */
export function readBytes(file: string): Buffer {
  const descriptor = openSync(file, readFlags);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() && !stats.isDirectory())
      throw new Error('it is not a regular file but a pipe, a device or the like');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
