import { blankOut, extensionClauses, runningCode } from './adapt.ts';
import type { StandInSource } from './stand-in.ts';
import { vector } from './vector.ts';

export type { StandInSource } from './stand-in.ts';

export const standIns: readonly StandInSource[] = [vector];

const fixedSchemas = new Set(standIns.filter((s) => s.schema !== undefined).map((s) => s.name));
const worthALook = /\bextension\b/i;

/** Migration text without what stand-ins cannot take (access method parameters, extension versions); every offset stays. */
export function adaptSql(text: string): string {
  if (!worthALook.test(text)) return text;
  const code = runningCode(text);
  const spans = standIns.flatMap((standIn) => standIn.leaveOut?.(code) ?? []);
  return blankOut(text, [...spans, ...extensionClauses(code, fixedSchemas)]);
}
