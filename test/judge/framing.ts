/** Length of the complete protocol messages at the start of `bytes`, and the kind and first field of the last of them. */
export interface Framing {
  readonly length: number;
  readonly kind: string;
  readonly field: number;
}

/** Reads messages; `isTyped` is false before a client's first one. https://www.postgresql.org/docs/18/protocol-message-formats.html */
export function framing(bytes: Buffer, isTyped: boolean): Framing {
  const tag = isTyped ? 1 : 0;
  let last: Framing = { length: 0, kind: '', field: 0 };
  for (let at = 0; at + tag + 4 <= bytes.length; ) {
    const end = at + tag + bytes.readInt32BE(at + tag);
    if (end > bytes.length) break;
    const field = end - at - tag >= 8 ? bytes.readInt32BE(at + tag + 4) : 0;
    last = { length: end, kind: isTyped ? String.fromCharCode(bytes[at]!) : 'startup', field };
    at = end;
  }
  return last;
}
