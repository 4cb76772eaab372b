import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import { toPosix } from '../migration-folder.ts';
import { listNames } from '../observe.ts';
import type { Located } from './found.ts';

export function leftAsScripts(root: string, one: Located): Finding {
  return {
    ...leftOut(
      root,
      one,
      'nothing says in which order its files run, and the project has a history that has an order',
    ),
    rule: 'unordered-scripts',
    hint: toRehearse(root, one, ' alone'),
  };
}

export function leftAmongPrograms(root: string, one: Located): Finding {
  return {
    ...leftOut(
      root,
      one,
      'nothing says in which order its files run, and it lies among migrations that are programs',
    ),
    rule: 'unordered-scripts',
    hint: toRehearse(root, one, ' alone'),
  };
}

export function leftToTests(root: string, one: Located): Finding {
  return {
    ...leftOut(root, one, 'it lies among tests, and the project has a history elsewhere'),
    rule: 'test-history',
    hint: toRehearse(root, one),
  };
}

/** For numbered SQL in a folder of any name, where another folder is plainly a history. */
export function leftForPlainer(root: string, one: Located): Finding {
  return {
    ...leftOut(
      root,
      one,
      'nothing but numbers says that its files are migrations, and there is a history elsewhere',
    ),
    rule: 'left-out-folder',
    hint: toRehearse(root, one),
  };
}

export function leftBelow(root: string, one: Located): Finding {
  return {
    ...leftOut(root, one, 'it lies below a history and is not part of it'),
    rule: 'left-out-folder',
    hint: toRehearse(root, one, ' alone'),
  };
}

function leftOut(root: string, [folder, { evidence }]: Located, reason: string) {
  return {
    severity: 'info',
    message: `${within(root, folder)} is left out: ${reason}`,
    notes: [],
    where: { file: within(root, evidence.at(-1)!), line: 1, column: 1 },
  } as const;
}

function toRehearse(root: string, [folder]: Located, how = ''): string {
  return `To rehearse it${how}: strata check ${shellWord(within(root, folder))}`;
}

/** For folders of migrations outside the histories that Strata does not run: `programs` has a file of each, absolute. */
export function notSqlFolders(root: string, programs: readonly string[]): readonly Finding[] {
  const names = programs.map((file) => within(root, path.dirname(file)));
  const [first] = programs;
  if (first === undefined) return [];
  const what = names.length === 1 ? `${names[0]} holds` : `${names.length} folders hold`;
  return [
    {
      rule: 'code-migration',
      severity: 'info',
      message: `${what} migrations that are not SQL and not rehearsed`,
      notes: names.length === 1 ? [] : listNames(names),
      hint: 'Where they change the same database, migrations that rely on them will be reported as failing.',
      where: { file: within(root, first), line: 1, column: 1 },
    },
  ];
}

export function unsearched(root: string, folder: string): Finding {
  const relative = within(root, folder);
  return {
    rule: 'unsearched-folder',
    severity: 'warning',
    message: `${relative} was not searched for migrations: this user may not list it`,
    notes: [],
    hint: ['Allow it where it may hold some:', { code: `chmod u+rx ${shellWord(relative)}` }],
  };
}

export function skipped(root: string, [folder, found]: Located): Finding {
  return {
    rule: 'wrong-provider',
    severity: 'info',
    message: `${within(root, folder)} is skipped: its migrations are for ${found.foreign}, not for PostgreSQL`,
    notes: [],
    hint: 'If it is a history for PostgreSQL, name its layout in strata.config.ts.',
    where: { file: within(root, found.evidence.at(-1)!), line: 1, column: 1 },
  };
}

function within(root: string, file: string): string {
  return toPosix(path.relative(root, file)) || '.';
}
