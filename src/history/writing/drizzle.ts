import { type History, usualTransaction } from '../../model/migration.ts';
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

interface Journal {
  readonly entries: readonly { readonly idx?: number; readonly version?: string; readonly when: number }[];
  readonly version?: string;
}

const journalFile = (history: History) => inFolder(history, 'meta/_journal.json');

/** Names behind those in the journal, which numbers them by its entries; undefined where the folder has none. */
export function journalNames(history: History, slug: string, count: number): readonly string[] | undefined {
  const journal = readIfThere(history, journalFile(history));
  if (journal === undefined) return undefined;
  const first = nextIdx(JSON.parse(journal) as Journal);
  return Array.from({ length: count }, (_, i) => {
    const number = String(first + i).padStart(4, '0');
    return `${number}_${count === 1 ? slug : `${slug}_${i + 1}`}`;
  });
}

function nextIdx({ entries }: Journal): number {
  return Math.max(-1, ...entries.map(({ idx }, index) => idx ?? index)) + 1;
}

/** https://orm.drizzle.team/docs/drizzle-kit-generate: a journal with files beside (before 1.0), or folders. */
export function drizzle(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
  now: Date,
): Writing {
  const separated = drafts.map((draft) => ({ ...draft, up: [draft.up.map(breakpoint).join('')] }));
  const notes = [
    "drizzle-kit's own snapshot is not written: its next `generate` will want to make these changes again",
  ];
  const journal = readIfThere(history, journalFile(history));
  if (journal === undefined)
    return { ...folders('migration.sql', 'block')(history, names, separated), notes };
  const parsed = JSON.parse(journal) as Journal;
  const firstIdx = nextIdx(parsed);
  const lastWhen = Math.max(0, ...parsed.entries.map(({ when }) => when));
  const laid = separated.map((draft, i) => {
    const name = names[i] as string;
    const when = Math.max(now.getTime(), lastWhen + 1) + i;
    const entry = {
      idx: firstIdx + i,
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
      { file: journalFile(history), text: journal.endsWith('\n') ? `${text}\n` : text, isUpdate: true },
    ],
    migrations: written.migrations,
    notes,
  };
}

function breakpoint(statement: string, index: number): string {
  return index === 0 ? statement : `--> statement-breakpoint\n${statement}`;
}
