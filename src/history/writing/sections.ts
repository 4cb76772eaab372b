import type { History } from '../../model/migration.ts';
import { findSections } from '../layouts/sections.ts';
import { type DraftMigration, readIfThere, type Written } from './draft.ts';
import { type PartMarks, sections } from './shapes.ts';

/** The marks of the newest file that has them, both if there is one; else node-pg-migrate's. */
export function ownMarkers(history: History): (draft: DraftMigration) => PartMarks {
  const { migrations } = history;
  const last =
    migrations.findLast(({ up, down }) => up.file === down?.file) ??
    migrations.findLast(({ up }) => up.firstLine > 1);
  const found = last && findSections(readIfThere(history, last.up.file) ?? '');
  const down =
    found?.marks.down ?? found?.marks.up?.replace(/up/i, (word) => (word === 'up' ? 'down' : 'Down'));
  if (found === undefined || down === undefined)
    return () => ({ up: '-- Up Migration\n', down: '-- Down Migration\n', transaction: 'block' });
  const { up, bare, apart } = found.marks;
  return ({ isAlone }) => {
    const end = isAlone ? (bare ?? '') : '';
    const isApart = isAlone && (bare ?? apart) !== undefined;
    return {
      up: up === undefined ? '' : `${up}${end}\n`,
      down: `${down}${end}\n`,
      ...(isAlone && apart !== undefined ? { head: `${apart}\n` } : {}),
      transaction: found.isTransactional === undefined ? 'auto' : isApart ? 'autocommit' : 'block',
    };
  };
}

export function dbmate(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Written {
  return sections(history, names, drafts, ({ isAlone }) => ({
    up: `-- migrate:up${isAlone ? ' transaction:false' : ''}\n`,
    down: `-- migrate:down${isAlone ? ' transaction:false' : ''}\n`,
    transaction: isAlone ? 'simple-query' : 'block',
  }));
}

/** goose splits at semicolons that end a line, unless told where a statement begins and ends. */
export function goose(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Written {
  const marked = (statement: string) =>
    statement.trimEnd().slice(0, -1).includes(';')
      ? `-- +goose StatementBegin\n${statement}-- +goose StatementEnd\n`
      : statement;
  const ready = drafts.map((draft) => ({ ...draft, up: draft.up.map(marked), down: draft.down.map(marked) }));
  return sections(history, names, ready, ({ isAlone }) => ({
    up: `${isAlone ? '-- +goose NO TRANSACTION\n' : ''}-- +goose Up\n`,
    down: '-- +goose Down\n',
    transaction: isAlone ? 'autocommit' : 'block',
  }));
}
