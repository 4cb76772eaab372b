import { type History, usualTransaction } from '../../model/migration.ts';
import { namesByTime } from '../next-name.ts';
import {
  type DraftMigration,
  downText,
  inFolder,
  inTwoFiles,
  readIfThere,
  type Writing,
  whole,
} from './draft.ts';
import { folders } from './shapes.ts';

/** https://orm.drizzle.team/docs/drizzle-kit-generate: a journal with files beside (before 1.0), or folders. */
export function drizzle(
  history: History,
  slug: string,
  drafts: readonly DraftMigration[],
  now: Date,
): Writing {
  const separated = drafts.map((draft) => ({ ...draft, up: [draft.up.map(breakpoint).join('')] }));
  const notes = [
    "drizzle-kit's own snapshot is not written: its next `generate` will want to make these changes again",
  ];
  const journalFile = inFolder(history, 'meta/_journal.json');
  const journal = readIfThere(history, journalFile);
  const existing = history.migrations.map(({ name }) => name);
  if (journal === undefined) {
    const names = namesByTime(existing, slug, drafts.length, now);
    return { ...folders('migration.sql', 'block')(history, names, separated), notes };
  }
  const parsed = JSON.parse(journal) as {
    entries: { idx?: number; version?: string; when: number }[];
    version?: string;
  };
  const lastIdx = Math.max(-1, ...parsed.entries.map(({ idx }, index) => idx ?? index));
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
    return { name, up, down, transaction: usualTransaction.drizzle, ledgerMark: when, entry };
  });
  const text = JSON.stringify(
    { ...parsed, entries: [...parsed.entries, ...laid.map(({ entry }) => entry)] },
    null,
    /^(\s+)"/m.exec(journal)?.[1] ?? 2,
  );
  const written = inTwoFiles(laid);
  return {
    files: [
      ...written.files,
      { file: journalFile, text: journal.endsWith('\n') ? `${text}\n` : text, isUpdate: true },
    ],
    migrations: written.migrations,
    notes,
  };
}

function breakpoint(statement: string, index: number): string {
  return index === 0 ? statement : `--> statement-breakpoint\n${statement}`;
}
