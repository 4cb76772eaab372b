import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { Found, Located } from './found.ts';
import {
  leftAmongPrograms,
  leftAsScripts,
  leftBelow,
  leftForPlainer,
  leftToTests,
  skipped,
} from './left-out.ts';
import { firstProgram } from './leftovers.ts';
import { markedAbove } from './project-dir.ts';
import { listDirectory } from './walk.ts';

/** Which of the folders that were recognised count as histories, and what is said of the others. */
interface Selection {
  readonly kept: readonly Located[];
  /** Those that are for another database. */
  readonly foreign: readonly Located[];
  readonly findings: readonly Finding[];
}

const testFolder = /^(?:__tests__|tests?|testdata|__fixtures__|fixtures?|specs?|e2e)$/i;

/** Whether a folder lies among tests: it makes what a test needs, or extends another history, and is seldom complete. */
export function liesAmongTests(root: string, folder: string): boolean {
  return path
    .relative(root, folder)
    .split(path.sep)
    .some((name) => testFolder.test(name));
}

/** Chooses among the folders below `root`. `below` are those directly below another one, whose reader may pass over them. */
export function chooseHistories(
  root: string,
  folders: readonly Located[],
  below: readonly Located[],
): Selection {
  const ours = folders.filter(([, found]) => found.foreign === undefined);
  const amongPrograms = ours.filter((one) => liesAmongPrograms(root, one));
  const open = ours.filter((one) => !amongPrograms.includes(one));
  const hasStrong = open.some(([, found]) => !found.isWeak);
  const hasOrdered = open.some(([, found]) => !found.isLoose);
  const weaker = open.filter(([, found]) => hasStrong && found.isWeak);
  const counted = open.filter((one) => !weaker.includes(one) && !(hasOrdered && one[1].isLoose));
  const scripts = counted.filter((one) => isBesideOrdered(root, one, counted));
  const candidates = counted.filter((one) => !scripts.includes(one));
  const tests = candidates.filter(([folder]) => liesAmongTests(root, folder));
  const isOnlyTests = tests.length === candidates.length;
  const kept = candidates.filter((one) => isOnlyTests || !tests.includes(one));
  const foreign = folders.filter(([, found]) => found.foreign !== undefined && !(hasStrong && found.isWeak));
  const numbered = weaker.filter(([folder, { isLoose }]) => !isLoose && !liesAmongTests(root, folder));
  return {
    kept,
    foreign,
    findings: [
      ...foreign.map((one) => skipped(root, one)),
      ...scripts.map((one) => leftAsScripts(root, one)),
      ...amongPrograms.map((one) => leftAmongPrograms(root, one)),
      ...numbered.map((one) => leftForPlainer(root, one)),
      ...(isOnlyTests ? [] : tests.map((one) => leftToTests(root, one))),
      ...below.filter((one) => isPassedOver(one, folders, kept)).map((one) => leftBelow(root, one)),
    ],
  };
}

/** Beside programs, SQL without an order is what they load. */
function liesAmongPrograms(root: string, [folder, found]: Located): boolean {
  if (found.isUnordered !== true || folder === root) return false;
  const parent = listDirectory(path.dirname(folder));
  return parent !== null && firstProgram(parent) !== undefined;
}

/**
 * Whether a folder without an order lies in a project that has an ordered history, as `data-migrations/` beside `migrations/`: its
 * files are run one at a time, by choice.
 */
function isBesideOrdered(root: string, [folder, found]: Located, all: readonly Located[]): boolean {
  if (found.isUnordered !== true || folder === root) return false;
  const project = markedAbove(root, folder);
  return all.some(
    ([other, { isUnordered }]) =>
      !isUnordered &&
      !liesAmongTests(root, other) &&
      (isWithin(project, other) || isWithin(markedAbove(root, other), folder)),
  );
}

/** Whether a folder of migrations lies below a history whose reader looks at its own files alone. */
function isPassedOver(
  [folder, found]: Located,
  folders: readonly Located[],
  kept: readonly Located[],
): boolean {
  const isKnown = folders.some(([other, { more }]) => other === folder || more?.includes(folder));
  const above = kept.find(([other]) => other === path.dirname(folder))?.[1];
  return !isKnown && found.foreign === undefined && above !== undefined && !readsBelow(above);
}

/** Whether the reader of a history looks into all folders below it. */
export function readsBelow({ layout, runner, isWhole, evidence }: Found): boolean {
  const isSqitch = evidence.some((file) => path.basename(file) === 'sqitch.plan');
  return layout === 'prisma' || runner === 'flyway' || isWhole === true || isSqitch;
}

function isWithin(dir: string, folder: string): boolean {
  return `${folder}${path.sep}`.startsWith(dir.endsWith(path.sep) ? dir : `${dir}${path.sep}`);
}
