/**
 * The name that PostgreSQL generates for `first_second_label`, or for `first_label` where `second` is empty: both parts shortened,
 * the longer one first, until all fits in 63 bytes. `makeObjectName` in its indexcmds.c.
 */
export function generatedName(first: string, second: string, label: string): string {
  const whole = second === '' ? `${first}_${label}` : `${first}_${second}_${label}`;
  if (Buffer.byteLength(whole) <= 63) return whole;
  const room = 63 - label.length - (second === '' ? 1 : 2);
  let a = Buffer.byteLength(first);
  let b = Buffer.byteLength(second);
  while (a + b > room) {
    if (a > b) a -= 1;
    else b -= 1;
  }
  const middle = second === '' ? '' : `_${clip(second, b)}`;
  return `${clip(first, a)}${middle}_${label}`;
}

function clip(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return whole.subarray(0, end).toString();
}
