import type { Asked } from '../db/queryable.ts';
import type { Session } from '../db/session.ts';
import type { MigrationTrace } from '../model/trace.ts';
import type { Recorder } from './recorder.ts';
import { leaveNothing } from './session-state.ts';
import { listenSql } from './watch.ts';

/** What a migration leaves in its session. */
type Left = Pick<MigrationTrace, 'leaks' | 'leftovers'>;

/**
 * Ends a migration: learns the relations that were met, and where the session may hold anything of the migration, tells what that
 * is and takes it back. All of it is one message; none goes where there is nothing to ask.
 */
export async function settle(session: Session, recorder: Recorder, mayHold: boolean): Promise<Left> {
  const leaks: { setting: string; value: string }[] = [];
  const leftovers: { kind: 'table' | 'statement' | 'cursor'; name: string }[] = [];
  const questions: Asked[] = [];
  const unknown = recorder.unknownRelations();
  if (unknown.length > 0)
    questions.push({
      text: relationsSql(unknown),
      row({ oid, relation, relkind }: { oid: number; relation: string; relkind: string }) {
        recorder.learnRelation(oid, relation, relkind);
      },
    });
  if (mayHold)
    questions.push(
      { text: leaksSql, row: (row: (typeof leaks)[number]) => leaks.push(row) },
      { text: leftoversSql, row: (row: (typeof leftovers)[number]) => leftovers.push(row) },
      ...[...leaveNothing, listenSql].map((text) => ({ text, row() {} })),
    );
  await session.ask(questions);
  return { leaks, leftovers };
}

/** What is partitioned is told of as events tell of it: as tables and indexes. */
function relationsSql(oids: readonly number[]): string {
  return `select c.oid, case c.relkind when 'p' then 'r' when 'I' then 'i' else c.relkind::text end as relkind,
                 pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as relation
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
           where c.oid in (${oids.join(', ')})`;
}

const leaksSql = `
select name as setting, setting as value from pg_catalog.pg_settings
 where source = 'session' and name not in ('client_min_messages', 'application_name', 'client_encoding')
 union all select 'role', current_user::text where current_user <> session_user
 order by 1`;

/** Outside of transactions all cursors are WITH HOLD. */
const leftoversSql = `
select 'table' as kind, relname::text as name from pg_catalog.pg_class
 where pg_catalog.pg_my_temp_schema() <> 0 and relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v', 'S')
 union all select 'statement', name from pg_catalog.pg_prepared_statements
 union all select 'cursor', name from pg_catalog.pg_cursors
 order by 1, 2`;
