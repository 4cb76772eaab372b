import type { History, Transaction } from '../../model/migration.ts';
import { rollbackFile } from '../rollbacks.ts';
import {
  created,
  type DraftMigration,
  downText,
  inFolder,
  inTwoFiles,
  type Written,
  whole,
} from './draft.ts';

type Writer = (history: History, names: readonly string[], drafts: readonly DraftMigration[]) => Written;

/** `<name>/<up>` with `down.sql` beside. */
export function folders(upName: string, transaction: Transaction): Writer {
  return (history, names, drafts) =>
    pairs(
      {
        upFile: (name) => inFolder(history, name, upName),
        downFile: (name) => inFolder(history, name, 'down.sql'),
        transaction,
      },
      names,
      drafts,
    );
}

/** Where each way of a migration lies, relative to the project's directory, and how its runner sends it. */
export interface FilePair {
  readonly upFile: (name: string) => string;
  readonly downFile: (name: string) => string;
  readonly transaction: Transaction;
  /** The first line of a file that its runner is to send without a transaction, where it knows one. */
  readonly aloneLine?: string;
}

/** `<name>.sql`, and the down where no runner takes it for a migration. */
export function single(history: History, transaction: Transaction): FilePair {
  return {
    upFile: (name) => inFolder(history, `${name}.sql`),
    downFile: (name) => rollbackFile(history.folder, name),
    transaction,
  };
}

/** Each way in a file of its own. */
export function pairs(
  { upFile, downFile, transaction, aloneLine }: FilePair,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Written {
  return inTwoFiles(
    drafts.map((draft, i) => {
      const name = names[i] as string;
      const isApart = draft.isAlone && aloneLine !== undefined;
      const head = isApart ? `${aloneLine}\n` : '';
      return {
        name,
        up: whole(upFile(name), `${head}${draft.up.join('\n')}`),
        down: whole(downFile(name), `${head}${downText(draft)}`),
        transaction: isApart ? 'simple-query' : transaction,
      };
    }),
  );
}

/** The lines around the two parts of a file, and how their runner sends those. */
export interface PartMarks {
  readonly up: string;
  readonly down: string;
  /** The line that begins the SQL of either part. */
  readonly head?: string;
  readonly transaction: Transaction;
}

/** Up and down in one file, each under its marker line. */
export function sections(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
  markers: (draft: DraftMigration) => PartMarks,
): Written {
  const laid = drafts.map((draft, i) => {
    const name = names[i] as string;
    const file = inFolder(history, `${name}.sql`);
    const { up: upMark, down: downMark, head = '', transaction } = markers(draft);
    const up = `${head}${draft.up.join('\n')}\n`;
    const down = `${head}${downText(draft)}`;
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
