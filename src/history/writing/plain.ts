import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import { created, type DraftMigration, inFolder, type Writing } from './draft.ts';
import { isSqitch, plainStyle } from './plain-style.ts';
import { ownMarkers } from './sections.ts';
import { folders, pairs, sections } from './shapes.ts';

/** Throws a `usage` error for plain histories to which nothing can be added; `slug` is what the new migration would be called. */
export function refuseUnwritable(history: History, slug: string): void {
  if (history.runner !== 'plain') return;
  if (history.migrations.at(-1)?.name.includes('/')) {
    throw new StrataError('usage', 'these migrations lie in numbered folders, to which Strata adds none', {
      hint: 'strata diff prints the SQL: write it into a file of the newest folder.',
    });
  }
  if (isSqitch(history)) {
    throw new StrataError('usage', 'Sqitch writes its own plan, which Strata does not change', {
      hint: `Add the change with \`sqitch add ${slug}\`, and fill it with strata diff.`,
    });
  }
}

/** Files as the existing ones are: pairs, folders, one file with both ways, or single files. */
export function plain(
  history: History,
  names: readonly string[],
  drafts: readonly DraftMigration[],
): Writing {
  const style = plainStyle(history);
  switch (style.kind) {
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
    case 'pairs':
      return { ...pairs(style, names, drafts), notes: [] };
  }
}
