import { blank, blocksOf, codeOf, type PrismaFile } from './blocks.ts';

/** Datasource properties that newer engines refuse in a schema file. They say where a database is, not what is in it. */
const connections = /^[ \t]*(?:url|directUrl|shadowDatabaseUrl)[ \t]*=[^\n]*$/gm;

/**
 * A schema written for Prisma 5, 6 or 7 as one that this engine takes: no connections, no generators (and so no preview features
 * that have been retired), one datasource for PostgreSQL. Every line stays where it was.
 */
export function inOneDialect(files: readonly PrismaFile[]): readonly PrismaFile[] {
  const sources = files.flatMap(blocksOf).filter(({ keyword }) => keyword === 'datasource');
  const chosen =
    sources.find(({ file, start, end }) => isPostgres(file.text.slice(start, end))) ?? sources[0];
  const adapted = files.map((file) => {
    let { text } = file;
    // From the last to the first: what is said in more letters moves only what is behind it.
    for (const { keyword, start, end, ...block } of blocksOf(file).toReversed()) {
      const own = file.text.slice(start, end);
      if (keyword === 'generator') text = replaceRange(text, start, end, blank(own));
      if (keyword === 'view') text = replaceRange(text, start, end, adaptView(own));
      if (keyword !== 'datasource') continue;
      const isChosen = block.file === chosen?.file && start === chosen.start;
      text = replaceRange(text, start, end, isChosen ? adaptDatasource(own) : blank(own));
    }
    return { name: file.name, text };
  });
  const datasource = chosen === undefined ? 'datasource db {\n  provider = "postgresql"\n}\n' : '';
  return [...adapted, { name: 'strata.prisma', text: `${datasource}${previews(files)}` }];
}

/**
 * Lets every schema use what had to be asked for in one version of Prisma or another. Partial indexes are compared by who asks
 * for them only: for all others Prisma does not see them.
 */
function previews(files: readonly PrismaFile[]): string {
  const features = [
    'postgresqlExtensions',
    'views',
    ...(asksForPartialIndexes(files) ? ['partialIndexes'] : []),
  ];
  return `generator strata {
  provider        = "prisma-client-js"
  previewFeatures = [${features.map((name) => `"${name}"`).join(', ')}]
}
`;
}

function asksForPartialIndexes(files: readonly PrismaFile[]): boolean {
  const generators = files.flatMap(blocksOf).filter(({ keyword }) => keyword === 'generator');
  return generators.some(({ file, start, end }) =>
    withoutComments(file.text.slice(start, end)).includes('"partialIndexes"'),
  );
}

function isPostgres(datasource: string): boolean {
  return /\bprovider\s*=\s*(?:\[\s*)?"postgres(?:ql)?"/.test(datasource);
}

/** `referentialIntegrity` is what `relationMode` was called; a provider was once told by a variable or in a list. */
function adaptDatasource(own: string): string {
  return own
    .replace(connections, blank)
    .replace(/\breferentialIntegrity(?=\s*=)/, (word) => 'relationMode'.padEnd(word.length))
    .replace(/\bprovider\s*=\s*(?:env\([^)\n]*\)|\[[^\]\n]*\])/, (line) =>
      'provider = "postgresql"'.padEnd(line.length),
    );
}

/** Views could have keys and indexes until Prisma 6; no migration ever made them. */
function adaptView(own: string): string {
  return own.replace(/(?<!\w)(@@?)id\b/g, '$1unique').replace(/^[ \t]*@@index\([^\n]*$/gm, blank);
}

function replaceRange(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** What the datasource says of the comparison: which database schemas it looks after, and in what words. */
export interface PrismaScope {
  /** Undefined: the one of the connection, `public`. */
  readonly schemas: readonly string[] | undefined;
  /** The datasource's own name, which native types are prefixed with: `db` of `@db.Uuid`. */
  readonly name: string;
  /** The schema asks for the preview feature `partialIndexes`, and so speaks of partial indexes. */
  readonly hasPartialIndexes: boolean;
  /** The provider as written, for a schema that is not for PostgreSQL. */
  readonly provider: string | undefined;
}

/** Reads the datasource of a schema. */
export function readScope(files: readonly PrismaFile[]): PrismaScope {
  const sources = files.flatMap(blocksOf).filter(({ keyword }) => keyword === 'datasource');
  const read = sources.map(({ name, file, start, end }) => ({
    name,
    text: withoutComments(file.text.slice(start, end)),
  }));
  const { name, text } = read.find((one) => isPostgres(one.text)) ?? read[0] ?? { name: 'db', text: '' };
  const schemas = /\bschemas\s*=\s*\[([^\]]*)\]/.exec(text)?.[1];
  return {
    schemas:
      schemas === undefined ? undefined : [...schemas.matchAll(/"([^"]*)"/g)].map(([, name]) => name ?? ''),
    name,
    hasPartialIndexes: asksForPartialIndexes(files),
    provider: /\bprovider\s*=\s*"([^"]*)"/.exec(text)?.[1],
  };
}

function withoutComments(text: string): string {
  const code = codeOf(text);
  return text.replace(/[^\n]+/g, (line, offset: number) => {
    const bare = code.slice(offset, offset + line.length).trimEnd();
    return line.slice(0, bare.length);
  });
}
