import type { History, Transaction } from '../../model/migration.ts';
import { rollbackFile } from '../rollbacks.ts';
import { created, type DraftMigration, downText, inFolder, type Written, whole } from './draft.ts';

type Writer = (history: History, names: readonly string[], drafts: readonly DraftMigration[]) => Written;

/** `<name>/<up>` with `down.sql` beside. */
export function folders(upName: string, transaction: Transaction): Writer {
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

/** `<name>.sql`, and the down where no runner takes it for a migration. */
export function single(
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
export function sections(
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
