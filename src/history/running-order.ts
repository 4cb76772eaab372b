import type { Runner } from '../model/migration.ts';
import { compareFolders } from './layouts/drizzle.ts';
import { compareScriptNames } from './layouts/flyway.ts';
import { compareNumbers } from './layouts/goose.ts';
import { compareBytes } from './migration-folder.ts';
import { compareNumbered } from './script-name.ts';

/** Which of two migrations each runner runs first, as far as their names say it: a negative number where it is the first one. */
export const runningOrders = {
  prisma: compareBytes,
  supabase: compareBytes,
  drizzle: compareFolders,
  dbmate: compareBytes,
  goose: compareNumbers,
  flyway: compareScriptNames,
  plain: compareNumbered,
} satisfies Record<Runner, (a: string, b: string) => number>;
