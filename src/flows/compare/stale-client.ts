import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { declaredPlace } from '../../declared/declared-spot.ts';
import {
  type ClientGap,
  type ClientGenerator,
  clientGenerators,
  compareClient,
  inlineSchema,
} from '../../declared/prisma/client.ts';
import { outlinePrisma } from '../../declared/prisma/outline.ts';
import { type PrismaSchema, readPrismaSchema } from '../../declared/prisma/read.ts';
import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import { few } from '../../model/words.ts';
import { relativePath } from '../sources/find-projects.ts';

/**
 * A finding for each generated Prisma client that was not generated from the schema as it is now. A client carries a copy of its
 * schema, which is read and compared. Where there is no client, nothing is reported.
 */
export async function findStaleClients(path: string, dir: string): Promise<readonly Finding[]> {
  const schema = await readPrismaSchema(path, dir);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const generator of clientGenerators(schema.files)) {
    const client = clientFolder(generator, dir);
    if (client === undefined || seen.has(client)) continue;
    seen.add(client);
    const text = await schemaOf(client);
    if (text === undefined) continue;
    const copy = outlinePrisma([{ name: 'schema.prisma', text }], schema.scope.name);
    const gap = compareClient(schema.outline, copy);
    if (gap !== undefined) findings.push(staleClient(gap, { generator, client, schema, path, dir }));
  }
  return findings;
}

/** Where a generator's client lies; undefined where none was generated. */
function clientFolder({ output, spot }: ClientGenerator, dir: string): string | undefined {
  const beside = dirname(resolve(dir, spot.file.name));
  if (output === undefined) return packagedClient(beside);
  const folder = resolve(beside, output);
  return existsSync(folder) ? folder : undefined;
}

/** `.prisma/client` of the nearest packages, up to where the repository begins. */
function packagedClient(from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const packages = join(at, 'node_modules');
    const own = join(packages, '.prisma/client');
    if (existsSync(own)) return own;
    const runtime = join(packages, '@prisma/client');
    if (existsSync(runtime)) {
      // pnpm keeps what is generated beside where the package really lies.
      const linked = resolve(realpathSync(runtime), '../../.prisma/client');
      return existsSync(linked) ? linked : undefined;
    }
    if (at === dirname(at) || existsSync(join(at, '.git'))) return undefined;
  }
}

/** Files in which a client carries its schema; each generation of generators has other ones. */
const carriers = [
  'schema.prisma',
  ...['ts', 'mts', 'cts'].flatMap((ending) => [`internal/class.${ending}`, `client.${ending}`]),
  'index.js',
];

/** The schema that a client was generated from; undefined where it carries none that can be read. */
async function schemaOf(client: string): Promise<string | undefined> {
  for (const name of carriers) {
    const text = await readFile(join(client, name), 'utf8').catch(() => undefined);
    const schema = text === undefined || name.endsWith('.prisma') ? text : inlineSchema(text);
    if (schema !== undefined) return schema;
  }
  return undefined;
}

interface StaleClient {
  readonly generator: ClientGenerator;
  readonly client: string;
  readonly schema: PrismaSchema;
  readonly path: string;
  readonly dir: string;
}

function staleClient(gap: ClientGap, { generator, client, path, dir }: StaleClient): Finding {
  const shown = relativePath(dir, path);
  const spot = gap.spot ?? generator.spot;
  return {
    rule: 'stale-client',
    severity: 'warning',
    message: `The Prisma client in ${relativePath(dir, client)} was not generated from ${shown} as it is now.`,
    notes: [
      ...listed('It lacks', gap.lacks),
      ...listed('It still has', gap.hasMore),
      ...listed('It knows otherwise', gap.differs),
      'Code is checked against the client: it cannot use what that lacks, and what is gone fails only when it runs.',
    ],
    hint: { code: `npx prisma generate${isUsual(shown) ? '' : ` --schema ${shellWord(shown)}`}` },
    ...declaredPlace({ ...spot, file: spot.file.name, text: spot.file.text }),
  };
}

function listed(lead: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${lead}: ${few(names, 12)}.`];
}

/** Whether Prisma finds the schema there without being told. */
function isUsual(shown: string): boolean {
  return basename(shown) === 'schema.prisma' && (shown === 'schema.prisma' || dirname(shown) === 'prisma');
}
