import { walk } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import type { Failure } from '../failure.ts';
import type { AssumedTable, Assumptions } from './assumptions.ts';
import { learnColumn, learnConflict, learnInput, learnKey, learnTypes, learnWidth } from './columns.ts';
import { learnFunction } from './functions.ts';
import { learnState } from './identity.ts';
import { learnLabel, learnObject, learnRight, learnSchema, unlearn } from './objects.ts';
import { learnPartitions, learnRelation } from './relations.ts';
import { openScene, type Scene } from './scene.ts';

/**
 * Assumes what a failed statement lacks, where no migration makes it. Returns whether anything was learned: then the history
 * should be rehearsed again. `pending` are names (in lower case) that earlier statements failed to make.
 */
export function learn(assumptions: Assumptions, failure: Failure, pending: ReadonlySet<string>): boolean {
  const before = textOf(assumptions);
  const scene = openScene(assumptions, failure, pending);
  (lessons[failure.error.code] ?? (() => {}))(scene);
  return before !== textOf(assumptions);
}

/**
 * The names, in lower case, that a failed statement would have made; relations also with their schema. What it alters or drops
 * is already assumed by now.
 */
export function leftUndone({ changes, text }: Failure): ReadonlySet<string> {
  const names = new Set(changes);
  const parsed = parseSql(text);
  walk(parsed.ok ? parsed.trees : [], (node, kind) => {
    const { schemaname, relname } = (node[makers[kind] ?? ''] ?? {}) as {
      schemaname?: string;
      relname?: string;
    };
    if (schemaname !== undefined) names.add(`${schemaname}.${relname}`.toLowerCase());
    if (kind === 'AlterTableCmd') names.delete(String(node.name).toLowerCase());
    if (kind === 'RenameStmt') names.delete(String(node.subname).toLowerCase());
  });
  return names;
}

/** Where statements say which relation they make. */
const makers: Readonly<Record<string, string>> = { CreateStmt: 'relation', ViewStmt: 'view', into: 'rel' };

function textOf({ tables, others }: Assumptions): string {
  return JSON.stringify([[...tables.values()].map(shape), [...others]]);
}

function shape({ columns, clauses, settled, ...rest }: AssumedTable): unknown {
  return { ...rest, columns: [...columns], clauses: [...clauses], settled: [...settled] };
}

const lessons: Readonly<Record<string, (scene: Scene) => void>> = {
  '42P01': learnRelation,
  '42703': learnColumn,
  '42704': learnObject,
  '3F000': learnSchema,
  '42883': learnFunction,
  '42830': learnKey,
  '42804': learnTypes,
  '42501': learnRight,
  '42P10': learnConflict,
  '42809': learnPartitions,
  '42P17': learnPartitions,
  '55000': learnState,
  '42P07': unlearn,
  '42701': unlearn,
  '42710': unlearn,
  '42601': learnWidth,
  '22023': learnLabel,
  '22P02': (scene) => (scene.failure.error.message.includes(' enum ') ? learnLabel : learnInput)(scene),
};
