import { createHash } from 'node:crypto';
import {
  type History,
  type Platform,
  type Runner,
  type Transaction,
  usualTransaction,
} from '../model/migration.ts';
import type { MigrationTrace, StatementTrace, Trace } from '../model/trace.ts';
import { type Rehearsal, type RehearseOptions, rehearse } from './rehearse.ts';

export interface HistoryOptions {
  readonly runner?: Runner;
  readonly transaction?: Transaction;
  readonly platform?: Platform;
}

/** A history of these texts, named `1`, `2`, ... */
export function historyOf(texts: readonly string[], options: HistoryOptions = {}): History {
  const { runner = 'plain', transaction = usualTransaction[runner], platform = 'none' } = options;
  return {
    dir: '/project',
    layout: 'sql',
    runner,
    folder: 'migrations',
    platform,
    migrations: texts.map((text, i) => ({
      name: String(i + 1),
      up: { file: `migrations/${i + 1}.sql`, text, firstLine: 1 },
      transaction,
      hash: createHash('sha256').update(text).digest('hex'),
    })),
    findings: [],
  };
}

export const cold: RehearseOptions = {
  engine: 'native',
  superuser: false,
  extensions: {},
  roles: [],
  setup: '',
  code: 'test',
  records: undefined,
};

/** Rehearses these texts and keeps nothing. */
export async function replay(
  texts: readonly string[],
  options: HistoryOptions & Partial<RehearseOptions> = {},
): Promise<Rehearsal> {
  const { runner, transaction, platform, ...rest } = options;
  const history = historyOf(texts, {
    ...(runner === undefined ? {} : { runner }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(platform === undefined ? {} : { platform }),
  });
  return rehearse(history, { ...cold, ...rest });
}

/** The statements of one migration, counted from 1. */
export function statementsOf(trace: Trace, migration = trace.migrations.length): readonly StatementTrace[] {
  return (trace.migrations[migration - 1] as MigrationTrace).statements;
}

/** `1: 25001` for each statement that failed. */
export function errorsOf(trace: Trace): readonly string[] {
  return trace.migrations.flatMap(({ migration, statements }) =>
    statements.flatMap(({ index, error }) =>
      error === undefined ? [] : [`${migration}.${index}: ${error.code}`],
    ),
  );
}

/** `create table public.t` for each thing that happened. */
export function eventsOf(statement: StatementTrace | undefined): readonly string[] {
  return (statement?.events ?? []).map(
    ({ action, type, identity, was, implied }) =>
      `${action}${implied === true ? ' (implied)' : ''} ${type} ${was === undefined ? '' : `${was} -> `}${identity}`,
  );
}

/** `public.t AccessExclusiveLock` for each lock. */
export function locksOf(statement: StatementTrace | undefined): readonly string[] {
  return (statement?.locks ?? []).map(({ relation, mode }) => `${relation} ${mode}`);
}
