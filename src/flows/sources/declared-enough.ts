import { StrataError } from '../../model/errors.ts';
import type { Schema } from '../../model/schema.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { LoadedSource } from './loaded-source.ts';

/** Whether a history and a declaration describe a table in common, so that the one can be meant for the other. */
export function hasCommonTable(history: Schema, declared: Schema): boolean {
  return [...declared.facts.values()].some(({ id, kind }) => kind === 'table' && history.facts.has(id));
}

/**
 * Throws where a declaration that nobody named with `--to` is none of the history: it declares nothing at all, or only its file
 * name suggested it (`isTold` is false) and it shares no table. A check does not compare such a one, and a plan would drop every
 * table for it.
 */
export function assertDeclaredEnough(
  history: Schema,
  { source, schema, isEmpty }: LoadedSource,
  isTold: boolean,
): void {
  if (![...history.facts.values()].some(({ kind }) => kind === 'table')) return;
  const why =
    isEmpty === true
      ? 'declares nothing'
      : isTold || hasCommonTable(history, schema)
        ? undefined
        : 'has no table in common with the migrations';
  if (why === undefined) return;
  const { shown } = source;
  const name = /\.sql$/i.test(shown) ? shown : `declared:${shown}`;
  throw new StrataError('project', `${shown} ${why}, and the plan would drop every table`, {
    hint: `Look whether the file is whole. Where all tables are to go, say so: --to ${shellWord(name)}`,
  });
}
