import { z } from 'zod';
import { isDay } from '../model/day.ts';
import { severities } from '../model/finding.ts';
import { layouts, platforms, runners } from '../model/migration.ts';
import { deleteActions, ruleLevels } from '../model/policies.ts';
import { failOns } from '../model/report.ts';
import { ruleGroups } from '../model/rule.ts';
import { presets } from '../model/rule-settings.ts';
import { similarNames } from '../model/similar-names.ts';
import { engineKinds } from '../model/trace.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a rule');
const pattern = z.string().refine(isExpression, 'is not a regular expression');
const types = z.record(z.string().min(1), z.string().min(1));
const table = z
  .string()
  .regex(
    /^("([^"]|"")+"|[^".]+)(\.("([^"]|"")+"|[^".]+))?$/,
    'is not a table; write it as table or schema.table',
  );
const column = z.string().regex(/^[^.]+\.[^.]+(\.[^.]+)?$/, 'is not a column; write it as table.column');

/** An object that knows these keys and no others; for one that is misspelt it says which was meant. */
function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const [key = ''] = issue.keys;
      const [meant] = similarNames(key, Object.keys(shape), 1);
      return `\`${key}\` is not a key${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`;
    },
  });
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

const policies = strict({
  additiveOnly: strict({ since: z.string().min(1).optional() }).optional(),
  naming: strict({
    tables: pattern.optional(),
    columns: pattern.optional(),
    indexes: pattern.optional(),
    constraints: pattern.optional(),
    enums: pattern.optional(),
  }).optional(),
  requiredColumns: strict({ columns: types, except: z.array(z.string()).optional() }).optional(),
  deleteActions: z.array(z.enum(deleteActions)).min(1).optional(),
  foreignKeysIndexed: z.boolean().optional(),
  lookupTables: strict({
    tables: z.array(z.string().min(1)).min(1),
    columns: types,
    key: z.array(z.string().min(1)).min(1).optional(),
    only: z.boolean().optional(),
  }).optional(),
  softReferences: z.array(strict({ from: column, to: column })).optional(),
  forbiddenTypes: types.optional(),
  requireRowSecurity: z.array(z.string().min(1)).optional(),
  qualifiedNames: z.boolean().optional(),
  maxLockMs: z.number().positive().optional(),
});

const allowance = strict({
  rule: id,
  in: z.string().min(1).optional(),
  about: z.string().min(1).optional(),
  because: z.string().trim().min(1, 'needs a reason'),
  until: z.string().refine(isDay, 'is not a date; write it as 2027-01-31').optional(),
});

const driftAllowance = strict({
  object: z.string().trim().min(1),
  because: z.string().trim().min(1, 'needs a reason'),
  until: z.string().refine(isDay, 'is not a date; write it as 2027-01-31').optional(),
});

const ownRule = z.object({
  id,
  group: z.enum(ruleGroups),
  severity: z.enum(severities),
  summary: z.string().min(1),
  descendsFrom: z.array(z.string()),
  judge: z.custom<(subject: never) => never>((value) => typeof value === 'function', 'is not a function'),
});

/** The shape of `strata.config`; an unknown key is an error, since it is most often a slip. */
export const configSchema = strict({
  migrations: z.string().optional(),
  schema: z.string().min(1).optional(),
  renames: z.record(z.string().min(1), z.string().min(1)).optional(),
  layout: z.enum(layouts).optional(),
  runner: z.enum(runners).optional(),
  ledger: table.optional(),
  placeholders: z.record(z.string().min(1), z.string()).optional(),
  platform: z.enum(platforms).optional(),
  extensions: z
    .record(z.string().regex(/^[a-z][\w-]*$/, 'is not the name of an extension'), z.string())
    .optional(),
  roles: z.array(z.string().min(1)).optional(),
  setup: z.string().optional(),
  seeds: z.array(z.string().min(1)).optional(),
  superuser: z.boolean().optional(),
  engine: z.enum(engineKinds).optional(),
  failOn: z.enum(failOns).optional(),
  preset: z.enum(presets).optional(),
  policies: policies.optional(),
  rules: z.record(id, z.enum(ruleLevels)).optional(),
  ownRules: z.array(ownRule).optional(),
  allow: z.array(allowance).optional(),
  baseline: z.string().min(1).optional(),
  drift: strict({ ignore: z.array(driftAllowance) }).optional(),
});
