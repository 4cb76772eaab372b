import { existsSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import type { Layout } from '../../model/migration.ts';
import { toPosix } from '../migration-folder.ts';
import type { ProjectRoot } from '../project-root.ts';
import { findSupabaseSchema } from '../supabase-schemas.ts';
import type { ConfiguredFolder } from './configured-folder.ts';
import { findPrismaSchema, loneSchemas } from './prisma-schema.ts';
import { readProjectConfigs } from './project-config.ts';
import { isMigratoryName } from './recognise.ts';
import { listDirectory } from './walk.ts';

/**
 * Where the first migration of a directory without any would lie: as `layout` says, else as its configuration, its Prisma
 * schema or its folders suggest. `evidence` is empty where nothing suggests a place.
 */
export function firstFolder(dir: string, layout?: Layout): ProjectRoot {
  const fits = (one: Layout) => layout === undefined || layout === one;
  const config = configsIn(dir).find((one) => one.foreign === undefined && fits(one.layout));
  if (config !== undefined) return configured(dir, config);
  const [schema, ...others] = fits('prisma') ? loneSchemas(dir) : [];
  if (schema !== undefined && others.length > 0) throw severalSchemas(dir, [schema, ...others]);
  if (schema !== undefined) return besideSchema(dir, schema);
  const named = (['prisma', 'supabase', 'drizzle'] as const).find(
    (one) => layout === one || (layout === undefined && existsSync(path.join(dir, one))),
  );
  if (named === undefined) {
    const folder = isMigratoryName(path.basename(dir)) ? '.' : 'migrations';
    return { dir, layout: 'sql', runner: 'plain', folder, evidence: [] };
  }
  const folder = named === 'drizzle' ? named : `${named}/migrations`;
  const declared = named === 'supabase' ? findSupabaseSchema(path.join(dir, named)) : null;
  return {
    dir,
    layout: named,
    runner: named,
    folder,
    evidence: [named],
    ...(declared === null ? {} : { schema: toPosix(path.relative(dir, declared)) }),
  };
}

function configsIn(dir: string): readonly ConfiguredFolder[] {
  const listed = listDirectory(dir);
  return listed === null ? [] : readProjectConfigs(listed);
}

function configured(dir: string, config: ConfiguredFolder): ProjectRoot {
  const { layout, runner, folder, ledgerTable } = config;
  const schema = config.schema ?? (layout === 'prisma' ? findPrismaSchema(folder) : null);
  return {
    dir,
    layout,
    runner,
    folder: toPosix(path.relative(dir, folder)) || '.',
    evidence: [config.file],
    ...(schema === null ? {} : { schema: toPosix(path.relative(dir, schema)) }),
    ...(ledgerTable === undefined ? {} : { ledgerTable }),
  };
}

function besideSchema(dir: string, schema: string): ProjectRoot {
  const within = toPosix(path.relative(dir, schema)) || '.';
  const folder = toPosix(path.join(path.dirname(within), 'migrations'));
  return { dir, layout: 'prisma', runner: 'prisma', folder, evidence: [within], schema: within };
}

function severalSchemas(dir: string, schemas: readonly string[]): StrataError {
  return new StrataError('usage', `${dir} holds ${schemas.length} Prisma schemas without migrations`, {
    hint: `Name the directory of one: ${schemas.map((schema) => path.dirname(schema)).join(', ')}`,
  });
}
