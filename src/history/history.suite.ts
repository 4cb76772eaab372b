import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { History, Layout, Runner, Transaction } from '../model/migration.ts';
import { readHistory } from './read.ts';

/** What the shared suite has to know of a layout. */
interface LayoutTraits {
  readonly layout: Layout;
  readonly runner: Runner;
  readonly folder: string;
  /** The file of a migration, relative to the folder. */
  readonly fileOf: (name: string) => string;
  /** What stands around the SQL of an up part in its file; nothing where the whole file is the up part. */
  readonly frame?: (up: string, down: string | null) => string;
  /** Where the down lies, for layouts with a file of its own. */
  readonly downOf?: (name: string) => string;
  /** 1-based line of the file on which the up part begins. */
  readonly firstLine: number;
  readonly transaction: Transaction;
  /** Names in the order in which the runner takes them. */
  readonly names: readonly [string, string, string];
  /** Two names of one version, and what that means; null where names have no version. */
  readonly sameVersion: { readonly names: readonly [string, string]; readonly severity: string } | null;
  /** Files that belong to the folder, given the names of its migrations: lock file, journal. */
  readonly extras?: (names: readonly string[]) => Readonly<Record<string, string>>;
}

/** The contract of every reader: the same promises, tried on files that the test writes. */
export function historySuite(title: string, traits: LayoutTraits): void {
  let dir: string;
  const frame = traits.frame ?? ((up: string) => up);
  const fileOf = (name: string) => path.posix.join(traits.folder, traits.fileOf(name));

  const put = async (file: string, contents: string | Uint8Array) => {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), contents);
  };
  const putExtras = async (names: readonly string[]) => {
    for (const [file, contents] of Object.entries(traits.extras?.(names) ?? {})) {
      await put(path.posix.join(traits.folder, file), contents);
    }
  };
  const read = (): Promise<History> =>
    readHistory({
      dir,
      layout: traits.layout,
      runner: traits.runner,
      folder: traits.folder,
      evidence: [],
    });
  const readOne = async (contents: string | Uint8Array) => {
    const name = traits.names[0];
    await putExtras([name]);
    await put(fileOf(name), contents);
    return read();
  };
  const rules = (history: History) => history.findings.map((finding) => finding.rule);

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'strata-history-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  describe(`the reader of ${title}`, () => {
    it('gives the migrations in the order of the runner, with their text, line, hash and place', async () => {
      const contents = new Map(
        traits.names.map((name, index) => [name, frame(`CREATE TABLE t${index} (id int);\n`, null)]),
      );
      await putExtras(traits.names);
      for (const name of [...traits.names].reverse()) await put(fileOf(name), contents.get(name)!);
      const history = await read();
      expect(history.migrations.map((migration) => migration.name)).toEqual(traits.names);
      expect(history.findings).toEqual([]);
      for (const [index, migration] of history.migrations.entries()) {
        expect(migration.up).toEqual({
          file: fileOf(migration.name),
          text: `CREATE TABLE t${index} (id int);\n`,
          firstLine: traits.firstLine,
        });
        expect(migration.transaction).toBe(traits.transaction);
        expect(migration.hash).toBe(createHash('sha256').update(contents.get(migration.name)!).digest('hex'));
      }
    });

    it('gives the down of a migration', async () => {
      const name = traits.names[0];
      await putExtras([name]);
      const down = 'DROP TABLE t;\n';
      await put(fileOf(name), frame('CREATE TABLE t ();\n', traits.downOf === undefined ? down : null));
      if (traits.downOf !== undefined) {
        await put(path.posix.join(traits.folder, traits.downOf(name)), down);
      }
      const { migrations } = await read();
      expect(migrations).toHaveLength(1);
      expect(migrations[0]?.up.text).toBe('CREATE TABLE t ();\n');
      expect(migrations[0]?.down?.text).toBe(down);
    });

    it('keeps Windows line ends as they are, and says so once', async () => {
      const history = await readOne(frame('SELECT 1;\nSELECT 2;\n', null).replaceAll('\n', '\r\n'));
      expect(history.migrations[0]?.up.text).toBe('SELECT 1;\r\nSELECT 2;\r\n');
      expect(history.migrations[0]?.up.firstLine).toBe(traits.firstLine);
      expect(rules(history)).toEqual(['crlf']);
    });

    it('takes a byte-order mark away, and says so', async () => {
      const history = await readOne(`\ufeff${frame('SELECT 1;\n', null)}`);
      expect(history.migrations[0]?.up.text).toBe('SELECT 1;\n');
      expect(rules(history)).toEqual(['byte-order-mark']);
    });

    it('names the place of the first byte that is not UTF-8, and still gives a text', async () => {
      const prefix = frame('SELECT 1;\n', null).split('SELECT 1;\n')[0]!;
      const bytes = Buffer.concat([
        Buffer.from(`${prefix}-- \ufffd\nSELECT '`),
        Buffer.from([0xe9]),
        Buffer.from("';\n"),
      ]);
      const history = await readOne(bytes);
      expect(history.findings).toMatchObject([
        { rule: 'encoding', severity: 'error', where: { line: traits.firstLine + 1, column: 9 } },
      ]);
      expect(history.migrations[0]?.up.text).toContain("SELECT 'é'");
    });

    it('reads UTF-16, as PowerShell writes it, and says that it is wrong', async () => {
      const utf16 = Buffer.from(`\ufeff${frame('SELECT 1;\n', null)}`, 'utf16le');
      const history = await readOne(utf16);
      expect(history.migrations[0]?.up.text).toBe('SELECT 1;\n');
      expect(rules(history)).toEqual(['encoding']);
    });

    it.each(['utf16le', 'big-endian'])('reads UTF-16 without a mark, %s', async (order) => {
      const utf16 = Buffer.from(frame('SELECT 1;\n', null), 'utf16le');
      const history = await readOne(order === 'utf16le' ? utf16 : utf16.swap16());
      expect(history.migrations[0]?.up.text).toBe('SELECT 1;\n');
      expect(rules(history)).toEqual(['encoding']);
    });

    it('reads on behind a NUL character, and names its place', async () => {
      const history = await readOne(frame('SELECT\0 1;\n', null));
      expect(history.migrations[0]?.up.text).toBe('SELECT  1;\n');
      expect(history.findings).toMatchObject([
        { rule: 'encoding', severity: 'error', where: { line: traits.firstLine, column: 7 } },
      ]);
    });

    it('takes bytes that are not text for no migration, with a finding', async () => {
      const history = await readOne(
        Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0, 0x1a, 0x0a, 0xc3]),
      );
      expect(history.findings).toMatchObject([{ rule: 'unreadable-migration', severity: 'error' }]);
    });

    it.each([
      ['nothing', '', 'warning'],
      ['only comments', '-- later\n/* a /* nested */ one */\n', 'info'],
    ])('says that a migration holds %s', async (_, up, severity) => {
      const history = await readOne(frame(up, null));
      expect(history.migrations).toHaveLength(1);
      expect(history.findings).toMatchObject([
        { rule: 'empty-migration', severity, migration: traits.names[0] },
      ]);
    });

    it.each(['a directory', 'a dangling link'])(
      'keeps a migration that is %s, with a finding',
      async (what) => {
        const [name, second] = traits.names;
        await putExtras([name, second]);
        await put(fileOf(second), frame('SELECT 1;\n', null));
        await mkdir(path.dirname(path.join(dir, fileOf(name))), { recursive: true });
        if (what === 'a directory') await mkdir(path.join(dir, fileOf(name)));
        else await symlink('nowhere.sql', path.join(dir, fileOf(name)));
        const history = await read();
        expect(history.migrations.map((migration) => migration.name)).toEqual([name, second]);
        expect(history.migrations[0]?.up.text).toBe('');
        expect(history.findings).toMatchObject([
          { rule: 'unreadable-migration', severity: 'error', migration: name, where: { file: fileOf(name) } },
        ]);
      },
    );

    it('reads five megabytes below a thousand blank lines', async () => {
      const up = `${'\n'.repeat(1000)}INSERT INTO t VALUES ('${'x'.repeat(5 * 1024 * 1024)}');\n`;
      const history = await readOne(frame(up, null));
      expect(history.migrations[0]?.up.text).toBe(up);
    });

    it('takes names with spaces and letters of any language', async () => {
      const name = `${traits.names[2]} größe 数据`;
      await putExtras([name]);
      await put(fileOf(name), frame('SELECT 1;\n', null));
      const history = await read();
      expect(history.migrations.map((migration) => migration.name)).toEqual([name]);
      expect(history.findings).toEqual([]);
    });

    it('leaves a README and hidden files alone', async () => {
      await put(path.posix.join(traits.folder, 'README.md'), '# Migrations\n');
      await put(path.posix.join(traits.folder, '.gitkeep'), '');
      const history = await readOne(frame('SELECT 1;\n', null));
      expect(history.migrations).toHaveLength(1);
      expect(history.findings).toEqual([]);
    });

    it.runIf(traits.sameVersion !== null)('says when two migrations carry one version', async () => {
      const { names, severity } = traits.sameVersion!;
      await putExtras(names);
      for (const name of names) await put(fileOf(name), frame('SELECT 1;\n', null));
      const history = await read();
      expect(history.migrations.map((migration) => migration.name)).toEqual(names);
      expect(history.findings).toMatchObject([{ rule: 'duplicate-version', severity }]);
    });

    it('reads a folder without any migration', async () => {
      await putExtras([]);
      await mkdir(path.join(dir, traits.folder), { recursive: true });
      expect((await read()).migrations).toEqual([]);
    });

    it('refuses a folder that does not exist, with its name', async () => {
      await expect(read()).rejects.toMatchObject({
        code: 'project',
        message: expect.stringContaining(traits.folder),
      });
    });
  });
}
