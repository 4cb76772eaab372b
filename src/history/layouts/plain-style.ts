import path from 'node:path';
import type { History, Transaction } from '../../model/migration.ts';

/** How the files of a plain history are named and filled. */
type PlainStyle =
  /** Up and down in files of their own, named after the migration. */
  | {
      readonly kind: 'pairs';
      readonly upFile: (name: string) => string;
      readonly downFile: (name: string) => string;
      readonly transaction: Transaction;
    }
  /** `<name>/up.sql` and `<name>/down.sql`. */
  | { readonly kind: 'folders' }
  /** One file with node-pg-migrate's marker lines. */
  | { readonly kind: 'sections' }
  /** `<name>.sql`, ups only. */
  | { readonly kind: 'single'; readonly transaction: Transaction }
  | { readonly kind: 'sqitch' };

/** Takes the style of the last migration; single files where there is none. */
export function plainStyle(history: History): PlainStyle {
  const last = history.migrations.at(-1);
  if (last === undefined) return { kind: 'single', transaction: 'auto' };
  const base = path.posix.basename(last.up.file);
  if (path.posix.dirname(last.up.file) === path.posix.join(history.folder, 'deploy'))
    return { kind: 'sqitch' };
  if (base === 'up.sql') return { kind: 'folders' };
  const isOneRunner = last.transaction === 'block';
  const transaction: Transaction = isOneRunner ? 'block' : 'simple-query';
  if (/^\d+\.do\./i.test(base)) {
    const word = (name: string, direction: string) => name.replace(/^(\d+)\./, `$1.${direction}.`);
    return pairs(
      (name) => word(name, 'do'),
      (name) => word(name, 'undo'),
      transaction,
    );
  }
  const dotted = /\.(tx\.)?(up|do)\.sql$/i.exec(base);
  if (dotted !== null) {
    const [, tx = '', up = 'up'] = dotted;
    const down = up === 'do' ? 'undo' : 'down';
    return pairs(
      (name) => `${name}.${tx}${up}`,
      (name) => `${name}.${tx}${down}`,
      tx === '' ? transaction : 'block',
    );
  }
  const joined = /([-_])up\.sql$/i.exec(base);
  if (joined !== null && !base.startsWith(`${last.name}.`))
    return pairs(
      (name) => `${name}${joined[1]}up`,
      (name) => `${name}${joined[1]}down`,
      transaction,
    );
  const hasSections = history.migrations.some(({ up, down }) => up.file === down?.file || up.firstLine > 1);
  if (isOneRunner || hasSections) return { kind: 'sections' };
  const beside = history.migrations.findLast(({ down }) => down !== undefined)?.down?.file;
  if (beside?.endsWith('.down.sql'))
    return pairs(
      (name) => name,
      (name) => `${name}.down`,
      'auto',
    );
  return { kind: 'single', transaction: 'auto' };
}

function pairs(
  upName: (name: string) => string,
  downName: (name: string) => string,
  transaction: Transaction,
): PlainStyle {
  return {
    kind: 'pairs',
    upFile: (name) => `${upName(name)}.sql`,
    downFile: (name) => `${downName(name)}.sql`,
    transaction,
  };
}
