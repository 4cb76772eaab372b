import { z } from 'zod';
import { layouts, platforms, runners } from '../model/migration.ts';
import { failOns } from '../model/report.ts';

/** The shape of `strata.config`; an unknown key is an error, since it is most often a slip. */
export const configSchema = z.strictObject({
  migrations: z.string().optional(),
  schema: z.string().min(1).optional(),
  renames: z.record(z.string().min(1), z.string().min(1)).optional(),
  layout: z.enum(layouts).optional(),
  runner: z.enum(runners).optional(),
  ledger: z.string().min(1).optional(),
  platform: z.enum(platforms).optional(),
  extensions: z
    .record(z.string().regex(/^[a-z][\w-]*$/, 'is not the name of an extension'), z.string())
    .optional(),
  roles: z.array(z.string().min(1)).optional(),
  setup: z.string().optional(),
  superuser: z.boolean().optional(),
  engine: z.enum(['native', 'pglite']).optional(),
  failOn: z.enum(failOns).optional(),
});
