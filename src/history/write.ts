import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../model/errors.ts';
import {
  type FileToWrite,
  type History,
  type Migration,
  runsTogether,
  type Transaction,
} from '../model/migration.ts';
import { plainStyle } from './layouts/plain-style.ts';
import { findSections } from './layouts/sections.ts';
import { nextNames } from './next-name.ts';
import { rollbackFile } from './rollbacks.ts';
import { compareNumbered } from './script-name.ts';

/** A migration that is to be written; each statement with its comments and semicolon, ending with a line feed. */
export interface DraftMigration {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** What the down cannot bring back, a sentence each. */
  readonly lost: readonly string[];
  /** It refuses to run in a transaction block. */
  readonly isAlone: boolean;
}

/** What new migrations are on disk, and what a reader makes of them. */
export interface Writing {
  readonly files: readonly FileToWrite[];
  readonly migrations: readonly Pick<Migration, 'name' | 'up' | 'down' | 'transaction' | 'ledgerMark'>[];
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

type Written = Omit<Writing, 'notes'>;
type Writer = (history: History, names: readonly string[], drafts: readonly DraftMigration[]) => Written;

/** Lays out new migrations behind those of a history, as its runner takes them. Writes nothing. */
export function layOut(
  history: History,
  slug: string,
  drafts: readonly DraftMigration[],
  now: Date,
): Writing {
  const writing = inLayout(history, slug, drafts, now);
  if (drafts.length === 1 || !runsTogether(history)) return writing;
  const note =
    'its runner runs all pending files in one transaction, which these must not share: deploy them one by one';
  return { ...writing, notes: [...writing.notes, note] };
}

function inLayout(history: History, slug: string, drafts: readonly DraftMigration[], now: Date): Writing {
  const existing = existingNames(history);
  switch (history.runner) {
    case 'prisma': {
      const written = folders('migration.sql', 'simple-query')(
        history,
        byTime(existing, slug, drafts, now),
        drafts,
      );
      return { ...written, files: [...written.files, ...lockFile(history)], notes: [] };
    }
    case 'supabase':
      return { ...single('pipeline', history, byTime(existing, slug, drafts, now), drafts), notes: [] };
    case 'drizzle':
      return drizzle(history, slug, drafts, now);
    case 'dbmate':
      return { ...dbmate(history, nextNames(existing, slug, drafts.length, now), drafts), notes: [] };
    case 'goose':
      return { ...goose(history, nextNames(existing, slug, drafts.length, now), drafts), notes: [] };
    case 'flyway':
      return flyway(history, slug, drafts, now);
    case 'plain':
      return plain(history, slug, drafts, now);
  }
}

/** In the order of the runner; with files of code, which count like its SQL, in that of their numbers. */
function existingNames({ dir, folder, migrations }: History): readonly string[] {
  const names = migrations.map(({ name }) => name);
  const place = path.join(dir, folder);
  const code = (existsSync(place) ? readdirSync(place) : []).filter((name) =>
    /^\d+[-_.].*\.(?:[cm]?[jt]s|go|py|rb)$/.test(name),
  );
  return code.length === 0 ? names : [...names, ...code].sort(compareNumbered);
}

/** Fourteen digits, whatever odd names there are. */
function byTime(existing: readonly string[], slug: string, drafts: readonly DraftMigration[], now: Date) {
  const timed = existing.filter((name) => /^(?:19|20)\d{12}_/.test(name)).sort();
  return nextNames(timed, slug, drafts.length, now);
}

/** The SQL of a down, headed by what it cannot bring back. */
function downText({ down, lost }: DraftMigration): string {
  const head =
    lost.length === 0 ? '' : `-- This cannot bring back:\n${lost.map((line) => `-- - ${line}\n`).join('')}\n`;
  return `${head}${down.join('\n')}`;
}

function inFolder({ folder }: History, ...names: readonly string[]): string {
  return path.posix.join(folder, ...names);
}

function whole(file: string, text: string) {
  return { file, text, firstLine: 1 };
}

function created(file: string, text: string): FileToWrite {
  return { file, text, isUpdate: false };
}

/** `<name>/<up>` with `down.sql` beside. */
function folders(upName: string, transaction: Transaction): Writer {
  return (history, names, drafts) => {
    const laid = drafts.map((draft, i) => {
      const name = names[i] as string;
      const up = whole(inFolder(history, name, upName), draft.up.join('\n'));
      const down = whole(inFolder(history, name, 'down.sql'), downText(draft));
      return { name, up, down, transaction };
    });
    return {
      files: laid.flatMap(({ up, down }) => [created(up.file, up.text), created(down.file, down.text)]),
      migrations: laid,
    };
  };
}

/** Prisma reads from it which database the migrations are for. */
function lockFile(history: History): readonly FileToWrite[] {
  const file = inFolder(history, 'migration_lock.toml');
  if (readIfThere(history, file) !== undefined) return [];
  return [created(file, '# Please do not edit this file manually\nprovider = "postgresql"\n')];
}

/** `<name>.sql`, and the down where no runner takes it for a migration. */
function single(
  transaction: Transaction,
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Written {
  const laid = drafts.map((draft, i) => {
    const name = names[i] as string;
    const up = whole(inFolder(history, `${name}.sql`), draft.up.join('\n'));
    return { name, up, down: whole(rollbackFile(history.folder, name), downText(draft)), transaction };
  });
  return {
    files: laid.flatMap(({ up, down }) => [created(up.file, up.text), created(down.file, down.text)]),
    migrations: laid,
  };
}

/** Up and down in one file, each under its marker line. */
function sections(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
  markers: (draft: DraftMigration) => {
    readonly up: string;
    readonly down: string;
    readonly transaction: Transaction;
  },
): Written {
  const laid = drafts.map((draft, i) => {
    const name = names[i] as string;
    const file = inFolder(history, `${name}.sql`);
    const { up: upMark, down: downMark, transaction } = markers(draft);
    const up = `${draft.up.join('\n')}\n`;
    const down = downText(draft);
    const firstLine = upMark.split('\n').length;
    const downLine = firstLine + up.split('\n').length - 1 + downMark.split('\n').length - 1;
    return {
      name,
      transaction,
      up: { file, text: up, firstLine },
      down: { file, text: down, firstLine: downLine },
      whole: created(file, `${upMark}${up}${downMark}${down}`),
    };
  });
  return { files: laid.map((one) => one.whole), migrations: laid };
}

/** The marks of the newest file that has both, else node-pg-migrate's. */
function ownMarkers(
  history: History,
): (draft: DraftMigration) => { up: string; down: string; transaction: Transaction } {
  const last = history.migrations.findLast(({ up, down }) => up.file === down?.file);
  const found = last && findSections(readIfThere(history, last.up.file) ?? '');
  if (last === undefined || found?.marks.down === undefined)
    return () => ({ up: '-- Up Migration\n', down: '-- Down Migration\n', transaction: 'block' });
  const { up, down, bare } = found.marks;
  return ({ isAlone }) => {
    const end = isAlone ? (bare ?? '') : '';
    const transaction = found.isTransactional === undefined ? 'auto' : end === '' ? 'block' : 'autocommit';
    return { up: up === undefined ? '' : `${up}${end}\n`, down: `${down}${end}\n`, transaction };
  };
}

function dbmate(history: History, names: readonly string[], drafts: readonly DraftMigration[]): Written {
  return sections(history, names, drafts, ({ isAlone }) => ({
    up: `-- migrate:up${isAlone ? ' transaction:false' : ''}\n`,
    down: `-- migrate:down${isAlone ? ' transaction:false' : ''}\n`,
    transaction: isAlone ? 'simple-query' : 'block',
  }));
}

/** goose splits at semicolons that end a line, unless told where a statement begins and ends. */
function goose(history: History, names: readonly string[], drafts: readonly DraftMigration[]): Written {
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

/** https://orm.drizzle.team/docs/drizzle-kit-generate: a journal with files beside (before 1.0), or folders. */
function drizzle(history: History, slug: string, drafts: readonly DraftMigration[], now: Date): Writing {
  const separated = drafts.map((draft) => ({ ...draft, up: [draft.up.map(breakpoint).join('')] }));
  const notes = [
    "drizzle-kit's own snapshot is not written: its next `generate` will want to make these changes again",
  ];
  const journalFile = inFolder(history, 'meta/_journal.json');
  const journal = readIfThere(history, journalFile);
  const existing = history.migrations.map(({ name }) => name);
  if (journal === undefined) {
    const names = byTime(existing, slug, drafts, now);
    return { ...folders('migration.sql', 'block')(history, names, separated), notes };
  }
  const parsed = JSON.parse(journal) as {
    entries: { idx: number; version?: string; when: number }[];
    version?: string;
  };
  const lastIdx = Math.max(-1, ...parsed.entries.map(({ idx }) => idx));
  const lastWhen = Math.max(0, ...parsed.entries.map(({ when }) => when));
  const laid = separated.map((draft, i) => {
    const idx = lastIdx + 1 + i;
    const name = `${String(idx).padStart(4, '0')}_${drafts.length === 1 ? slug : `${slug}_${i + 1}`}`;
    const when = Math.max(now.getTime(), lastWhen + 1) + i;
    const entry = {
      idx,
      version: parsed.entries.at(-1)?.version ?? parsed.version ?? '7',
      when,
      tag: name,
      breakpoints: true,
    };
    const up = whole(inFolder(history, `${name}.sql`), draft.up.join(''));
    const down = whole(inFolder(history, `${name}.down.sql`), downText(draft));
    return { name, up, down, transaction: 'block' as const, ledgerMark: when, entry };
  });
  const text = JSON.stringify(
    { ...parsed, entries: [...parsed.entries, ...laid.map(({ entry }) => entry)] },
    null,
    /^(\s+)"/m.exec(journal)?.[1] ?? 2,
  );
  return {
    files: [
      ...laid.flatMap(({ up, down }) => [created(up.file, up.text), created(down.file, down.text)]),
      { file: journalFile, text: journal.endsWith('\n') ? `${text}\n` : text, isUpdate: true },
    ],
    migrations: laid,
    notes,
  };
}

function breakpoint(statement: string, index: number): string {
  return index === 0 ? statement : `--> statement-breakpoint\n${statement}`;
}

/** `V<version>__<name>.sql` beside the last one, with its undo. */
function flyway(history: History, slug: string, drafts: readonly DraftMigration[], now: Date): Writing {
  const versioned = history.migrations.filter(({ name }) => /^[VB]\d/.test(name));
  const last = versioned.at(-1);
  const names =
    last === undefined
      ? drafts.map((_, i) => `V${i + 1}__${drafts.length === 1 ? slug : `${slug}_${i + 1}`}`)
      : nextNames([last.name.replace(/^B/, 'V')], slug, drafts.length, now);
  const folder = last === undefined ? history.folder : path.posix.dirname(last.up.file);
  const laid = drafts.map((draft, i) => {
    const name = names[i] as string;
    const up = whole(path.posix.join(folder, `${name}.sql`), draft.up.join('\n'));
    const down = whole(path.posix.join(folder, `${name.replace(/^V/, 'U')}.sql`), downText(draft));
    return { name, up, down, transaction: 'auto' as const };
  });
  const hasPlaceholder = laid.some(({ up, down }) => up.text.includes('${') || down.text.includes('${'));
  return {
    files: laid.flatMap(({ up, down }) => [created(up.file, up.text), created(down.file, down.text)]),
    migrations: laid,
    notes: hasPlaceholder
      ? [
          'Flyway takes a dollar sign with braces for a placeholder: set placeholderReplacement=false in a .conf beside these files',
        ]
      : [],
  };
}

/** Files as the existing ones are: pairs, folders, one file with both ways, or single files. */
function plain(history: History, slug: string, drafts: readonly DraftMigration[], now: Date): Writing {
  const style = plainStyle(history);
  if (history.migrations.at(-1)?.name.includes('/')) {
    throw new StrataError('usage', 'these migrations lie in numbered folders, to which Strata adds none', {
      hint: 'strata diff prints the SQL: write it into a file of the newest folder.',
    });
  }
  const names = nextNames(existingNames(history), slug, drafts.length, now);
  switch (style.kind) {
    case 'sqitch':
      throw new StrataError('usage', 'Sqitch writes its own plan, which Strata does not change', {
        hint: `Add the change with \`sqitch add ${slug}\`, and fill it with strata diff.`,
      });
    case 'folders': {
      const written = folders('up.sql', 'block')(history, names, drafts);
      const lone = names.filter((_, i) => drafts[i]?.isAlone);
      return {
        files: [
          ...written.files,
          ...lone.map((name) =>
            created(inFolder(history, name, 'metadata.toml'), 'run_in_transaction = false\n'),
          ),
        ],
        migrations: written.migrations.map((one) =>
          lone.includes(one.name) ? { ...one, transaction: 'simple-query' } : one,
        ),
        notes: [],
      };
    }
    case 'sections':
      return { ...sections(history, names, drafts, ownMarkers(history)), notes: [] };
    case 'single':
      return { ...single(style.transaction, history, names, drafts), notes: [] };
    case 'pairs': {
      const laid = drafts.map((draft, i) => {
        const name = names[i] as string;
        const up = whole(inFolder(history, style.upFile(name)), draft.up.join('\n'));
        return {
          name,
          up,
          down: whole(inFolder(history, style.downFile(name)), downText(draft)),
          transaction: style.transaction,
        };
      });
      return {
        files: laid.flatMap(({ up, down }) => [created(up.file, up.text), created(down.file, down.text)]),
        migrations: laid,
        notes: [],
      };
    }
  }
}

function readIfThere({ dir }: History, file: string): string | undefined {
  try {
    return readFileSync(path.join(dir, file), 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
