import { StrataError } from '../../../model/errors.ts';
import type { FactKind } from '../../../model/schema.ts';

/** What GRANT and ALTER DEFAULT PRIVILEGES call a kind; the latter knows not all of them. */
interface GrantWords {
  readonly on: string;
  readonly defaults?: string;
}

const table = { on: 'TABLE', defaults: 'TABLES' };
const routine = { on: 'FUNCTION', defaults: 'FUNCTIONS' };
const type = { on: 'TYPE', defaults: 'TYPES' };

/** Kinds that have privileges. Those of columns are granted on their tables. */
const grantable: Readonly<Partial<Record<FactKind, GrantWords>>> = {
  table,
  'foreign-table': table,
  view: table,
  'materialized-view': table,
  sequence: { on: 'SEQUENCE', defaults: 'SEQUENCES' },
  function: routine,
  procedure: { ...routine, on: 'PROCEDURE' },
  aggregate: routine,
  enum: type,
  'composite-type': type,
  domain: type,
  'range-type': type,
  'base-type': type,
  schema: { on: 'SCHEMA', defaults: 'SCHEMAS' },
  language: { on: 'LANGUAGE' },
  server: { on: 'FOREIGN SERVER' },
  'foreign-data-wrapper': { on: 'FOREIGN DATA WRAPPER' },
};

/** What GRANT calls an object of a kind. */
export function grantWord(kind: FactKind): string {
  const words = grantable[kind];
  if (words === undefined) throw new StrataError('internal', `nothing is known of privileges on a ${kind}`);
  return words.on;
}

/** What ALTER DEFAULT PRIVILEGES calls objects of a kind; undefined where it knows none of them. */
export function defaultsWord(kind: FactKind): string | undefined {
  return grantable[kind]?.defaults;
}
