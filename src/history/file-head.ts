import { closeSync, constants, openSync, readSync } from 'node:fs';

/** How files are opened: a named pipe called x.sql must not hold the reader up for ever. */
export const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Long enough for a licence header before the first marker. */
const headLength = 16 * 1024;

/** The beginning of a file, or null when it cannot be read. */
export function readHead(file: string): string | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, readFlags);
    const buffer = Buffer.alloc(headLength);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, headLength, 0));
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
