import path from 'node:path';
import { type History, usualTransaction } from '../../model/migration.ts';
import { readFlywayConfig } from '../layouts/flyway-config.ts';
import { nextNames } from '../next-name.ts';
import { created, type DraftMigration, downText, inTwoFiles, type Writing, whole } from './draft.ts';

/** `V<version>__<name>.sql` beside the last one, with its undo. */
export function flyway(
  history: History,
  slug: string,
  drafts: readonly DraftMigration[],
  now: Date,
): Writing {
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
