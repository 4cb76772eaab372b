import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import { plainStyle } from '../layouts/plain-style.ts';
import { created, type DraftMigration, downText, inFolder, type Writing, whole } from './draft.ts';
import { ownMarkers } from './sections.ts';
import { folders, sections, single } from './shapes.ts';

/** Files as the existing ones are: pairs, folders, one file with both ways, or single files. */
export function plain(
  history: History,
  slug: string,
  nextNames: () => readonly string[],
  drafts: readonly DraftMigration[],
): Writing {
  const style = plainStyle(history);
  if (history.migrations.at(-1)?.name.includes('/')) {
    throw new StrataError('usage', 'these migrations lie in numbered folders, to which Strata adds none', {
      hint: 'strata diff prints the SQL: write it into a file of the newest folder.',
    });
  }
  const names = nextNames();
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
