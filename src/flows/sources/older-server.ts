import { diffSchemas } from '../../diff/diff.ts';
import { StrataError } from '../../model/errors.ts';
import { notNullOf } from '../../model/not-null.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { isEnforced } from '../../postgres/enforced.ts';
import { readIndexMethod } from '../../postgres/index-method.ts';
import { postgres14, postgres15, postgres18 } from '../../postgres/versions.ts';

/** What of tables and views a version was the first to have. https://www.postgresql.org/docs/release/ */
const firsts: readonly (readonly [version: number, what: string, isSo: (fact: Fact) => boolean])[] = [
  [postgres18, 'virtual generated columns', ({ definition }) => definition.generated === 'VIRTUAL'],
  [postgres18, 'constraints that are not enforced', ({ definition }) => !isEnforced(definition.definition)],
  [postgres18, 'keys over periods', (fact) => /\b(WITHOUT OVERLAPS|PERIOD )/.test(keyText(fact))],
  [postgres18, 'NOT NULL that is NOT VALID', (fact) => notNullOf(fact)?.isNotValid === true],
  [postgres18, 'NOT NULL with NO INHERIT', (fact) => notNullOf(fact)?.isNoInherit === true],
  [postgres15, 'NULLS NOT DISTINCT', hasEqualNulls],
  [
    postgres15,
    'security_invoker',
    ({ kind, definition }) => kind === 'view' && /\bsecurity_invoker=/.test(String(definition.options)),
  ],
  [postgres14, 'COMPRESSION of columns', ({ definition }) => definition.compression !== undefined],
];

const keys = new Set<unknown>(['primary', 'unique', 'foreign']);

/** What stands behind a key's name; empty for what is none. */
function keyText({ kind, definition }: Fact): string {
  return kind === 'constraint' && keys.has(definition.type) ? String(definition.definition) : '';
}

function hasEqualNulls(fact: Fact): boolean {
  if (fact.kind === 'index') return readIndexMethod(String(fact.definition.method))?.hasEqualNulls === true;
  return keyText(fact).includes(' NULLS NOT DISTINCT');
}

/**
 * Throws `unproven` where the goal, as it was read, has what the server of the starting point does not know: the proof runs on a newer
 * one.
 */
export function refuseNewer(from: Schema, to: Schema): void {
  if (from.serverVersion >= postgres18) return;
  const changed = diffSchemas(from, to).flatMap((change) => (change.kind === 'drop' ? [] : [change.after]));
  for (const [version, what, isSo] of firsts) {
    const fact = from.serverVersion < version ? changed.find(isSo) : undefined;
    if (fact === undefined) continue;
    throw new StrataError('unproven', `${majorOf(from)} has no ${what}: ${fact.kind} ${fact.name}`, {
      hint: `They came with PostgreSQL ${version / 10_000}. Upgrade the server first, or write the goal without them.`,
    });
  }
}

/** A note on a plan for an older server than the one that it was proven on. */
export function notesOnOlderServer(from: Schema): readonly string[] {
  if (from.serverVersion >= postgres18) return [];
  return [
    `proven on PostgreSQL 18, while the server is ${majorOf(from)}: what only later ones know fails there`,
  ];
}

function majorOf({ serverVersion }: Schema): string {
  return `PostgreSQL ${Math.floor(serverVersion / 10_000)}`;
}
