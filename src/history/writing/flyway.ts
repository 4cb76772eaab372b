import path from 'node:path';
import { type History, type Migration, usualTransaction } from '../../model/migration.ts';
import { readFlywayConfig } from '../layouts/flyway-config.ts';
import { nextNames } from '../next-name.ts';
import { created, type DraftMigration, downText, inTwoFiles, type Writing, whole } from './draft.ts';

/** `V<version>__<name>` behind the last version. */
export function flywayNames(history: History, slug: string, count: number, now: Date): readonly string[] {
  const last = lastVersioned(history);
  return last === undefined
    ? Array.from({ length: count }, (_, i) => `V${i + 1}__${count === 1 ? slug : `${slug}_${i + 1}`}`)
    : nextNames([last.name.replace(/^B/, 'V')], slug, count, now);
}

/** `<name>.sql` beside the last one, with its undo. */
export function flyway(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Writing {
  const last = lastVersioned(history);
  const folder = last === undefined ? history.folder : path.posix.dirname(last.up.file);
  const laid = drafts.map((draft, i) => {
    const name = names[i] as string;
    const up = whole(path.posix.join(folder, `${name}.sql`), draft.up.join('\n'));
    const down = whole(path.posix.join(folder, `${name.replace(/^V/, 'U')}.sql`), downText(draft));
    return { name, up, down, transaction: usualTransaction.flyway };
  });
  const { placeholder } = readFlywayConfig(history.dir);
  const written = inTwoFiles(laid);
  const left = written.files.filter(
    ({ text }) => placeholder !== undefined && text.search(placeholder) !== -1,
  );
  return {
    migrations: written.migrations,
    files: [
      ...written.files,
      ...left.map(({ file }) => created(`${file}.conf`, 'placeholderReplacement=false\n')),
    ],
    notes: left.map(
      ({ file }) =>
        `${path.posix.basename(file)} holds what Flyway takes for a placeholder: the .conf beside it says that it is none`,
    ),
  };
}

function lastVersioned({ migrations }: History): Migration | undefined {
  return migrations.findLast(({ name }) => /^[VB]\d/.test(name));
}
