import path from 'node:path';
import { type History, type Transaction, usualTransaction } from '../../model/migration.ts';
import { inFolder } from './draft.ts';
import { type FilePair, single } from './shapes.ts';

/** How the files of a plain history are named and filled. */
type PlainStyle =
  /** A file for each way: `<name>.up.sql`, or `<name>.sql` with its down elsewhere. */
  | ({ readonly kind: 'pairs' } & FilePair)
  /** `<name>/up.sql` and `<name>/down.sql`. */
  | { readonly kind: 'folders' }
  /** One file, each way under its marker line. */
  | { readonly kind: 'sections' };

/** The ledgers by which runners are known that begin a transaction for each file. */
const nodePgMigrate = 'pgmigrations';
const sqlx = '_sqlx_migrations';

/** Whether its migrations are Sqitch's changes, in the order of a plan. */
export function isSqitch({ folder, migrations }: History): boolean {
  const last = migrations.at(-1);
  return last !== undefined && path.posix.dirname(last.up.file) === path.posix.join(folder, 'deploy');
}

/** Takes the style of the last migration; where there is none, that of the runner, or single files. */
export function plainStyle(history: History): PlainStyle {
  const { migrations, usualLedgerTable: ledger } = history;
  const last = migrations.at(-1);
  const file = last?.up.file ?? '';
  const base = path.posix.basename(file);
  if (base === 'up.sql') return { kind: 'folders' };
  const isWrapped = ledger === nodePgMigrate || ledger === sqlx;
  const alone = ledger === sqlx ? { aloneLine: '-- no-transaction' } : {};
  const pairs = ({ up, down, transaction }: NamedPair): PlainStyle => ({
    kind: 'pairs',
    upFile: (name) => inFolder(history, `${up(name)}.sql`),
    downFile: (name) => inFolder(history, `${down(name)}.sql`),
    transaction: transaction ?? (isWrapped ? 'block' : 'simple-query'),
    ...alone,
  });
  const named = last === undefined ? undefined : pairLike(base, last.name);
  if (named !== undefined) return pairs(named);
  const hasSections = migrations.some(({ up, down }) => up.file === down?.file || up.firstLine > 1);
  if (ledger === nodePgMigrate || hasSections) return { kind: 'sections' };
  const beside = migrations.findLast(({ down }) => down !== undefined)?.down?.file;
  const transaction = isWrapped ? 'block' : usualTransaction.plain;
  if (beside?.endsWith('.down.sql'))
    return pairs({ up: (name) => name, down: (name) => `${name}.down`, transaction });
  return { kind: 'pairs', ...single(history, transaction), ...alone };
}

/** What the two files of a migration are called, without their extension. */
interface NamedPair {
  readonly up: (name: string) => string;
  readonly down: (name: string) => string;
  /** Where the names themselves say it. */
  readonly transaction?: Transaction;
}

/** How pairs are named, given the up of one and its migration; undefined where the name tells no direction. */
function pairLike(base: string, migration: string): NamedPair | undefined {
  if (/^\d+\.do\./i.test(base)) return inside('.', 'do', 'undo');
  const dotted = /\.(tx\.)?(up|do)\.sql$/i.exec(base);
  if (dotted !== null) {
    const [, tx = '', up = 'up'] = dotted;
    return {
      up: (name) => `${name}.${tx}${up}`,
      down: (name) => `${name}.${tx}${up === 'do' ? 'undo' : 'down'}`,
      ...(tx === '' ? {} : { transaction: 'block' }),
    };
  }
  // Without the other way beside it, such a word is a part of the name.
  if (base === `${migration}.sql`) return undefined;
  const joined = /([-_])up\.sql$/i.exec(base)?.[1];
  if (joined !== undefined)
    return { up: (name) => `${name}${joined}up`, down: (name) => `${name}${joined}down` };
  const between = /^\d+([-_.])up\1/i.exec(base)?.[1];
  return between === undefined ? undefined : inside(between, 'up', 'down');
}

/** The direction behind the number: `001_up_users`. */
function inside(mark: string, up: string, down: string): NamedPair {
  const withWord = (name: string, word: string) => name.replace(/^(\d+)[-_.]/, `$1${mark}${word}${mark}`);
  return { up: (name) => withWord(name, up), down: (name) => withWord(name, down) };
}
