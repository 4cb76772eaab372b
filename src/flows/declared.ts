import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ProjectRoot } from '../history/project-root.ts';
import { StrataError } from '../model/errors.ts';
import type { ProjectSettings } from '../model/settings.ts';

/** Where a project's declared schema lies, as a source. Throws a `usage` error where there is none that Strata reads. */
export function declaredSource(root: ProjectRoot, settings: ProjectSettings): string {
  if (settings.schema !== undefined) return sourceOf(settings.schema);
  const detected = root.schema === undefined ? undefined : path.join(root.dir, root.schema);
  if (detected !== undefined && root.layout !== 'prisma') return sourceOf(detected);
  const beside = path.dirname(path.resolve(root.dir, root.folder));
  // dbmate writes db/schema.sql itself, after what was applied last.
  const folders = root.runner === 'dbmate' ? [] : [root.dir, beside];
  const found = folders.map((folder) => path.join(folder, 'schema.sql')).find((file) => existsSync(file));
  if (found !== undefined) return sourceOf(found);
  const isPrisma = root.layout === 'prisma';
  throw new StrataError(
    'usage',
    isPrisma
      ? 'Strata does not read schema.prisma yet, so it does not know where to go'
      : 'no declared schema was found',
    {
      hint: `Say where to go with --to SOURCE, name it as \`schema\` in strata.config.ts, or declare it in ${isPrisma ? 'schema.sql' : 'schema.sql or supabase/schemas'}.${
        isPrisma
          ? '\nPrisma can write it: npx prisma migrate diff --from-empty --to-schema-datamodel prisma/schema.prisma --script > schema.sql'
          : ''
      }`,
    },
  );
}

function sourceOf(file: string): string {
  return existsSync(file) && statSync(file).isDirectory() ? `declared:${file}` : file;
}
