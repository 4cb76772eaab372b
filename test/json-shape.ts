import { z } from 'zod';

/** The shape that `--json` prints, written down a second time: docs/json.md is its description, test/json.test.ts its guard. */

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const frame = z.strictObject({
  firstLine: count,
  lines: z.array(z.string()),
  line: count,
  column: count,
  length: count,
});

const finding = z.strictObject({
  rule: z.string().regex(/^[a-z][a-z0-9-]*$/),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string().min(1),
  notes: z.array(z.string()),
  hint: z.string().nullable(),
  file: z.string().nullable(),
  line: count.nullable(),
  column: count.nullable(),
  migration: z.string().nullable(),
  statement: count.nullable(),
  frame: frame.nullable(),
});

const engine = z.strictObject({ kind: z.enum(['native', 'pglite']), version: z.string() });
const standIn = z.strictObject({ extension: z.string(), note: z.string() });

const sqlError = z.strictObject({
  code: z.string().length(5),
  message: z.string(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  context: z.string().optional(),
  schema: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
  dataType: z.string().optional(),
  constraint: z.string().optional(),
  offset: count.optional(),
  internalQuery: z.string().optional(),
  internalPosition: count.optional(),
  atCommit: z.literal(true).optional(),
});

const statement = z.strictObject({
  index: count,
  start: count,
  end: count,
  line: count,
  ms,
  locks: z.array(z.strictObject({ relation: z.string(), relkind: z.string().length(1), mode: z.string() })),
  rewrites: z.array(z.string()),
  verifies: z.array(z.string()),
  spared: z.array(z.string()).optional(),
  indexBuilds: z.array(z.string()),
  indexedTables: z.array(z.string()),
  events: z.array(
    z.strictObject({
      action: z.enum(['create', 'alter', 'drop', 'rename']),
      type: z.string(),
      identity: z.string(),
      was: z.string().optional(),
      implied: z.boolean().optional(),
      key: z.string(),
    }),
  ),
  notices: z.array(z.strictObject({ severity: z.string(), code: z.string(), message: z.string() })),
  error: sqlError.optional(),
  leftOut: sqlError.optional(),
  raised: z.literal(true).optional(),
});

const trace = z.strictObject({
  engine,
  superuser: z.boolean(),
  migrations: z.array(
    z.strictObject({
      migration: z.string(),
      outcome: z.enum(['applied', 'failed']),
      ms,
      statements: z.array(statement),
      leaks: z.array(z.strictObject({ setting: z.string(), value: z.string() })),
      leftovers: z.array(
        z.strictObject({ kind: z.enum(['table', 'statement', 'cursor']), name: z.string() }),
      ),
    }),
  ),
  standIns: z.array(standIn),
  setupLeftOut: z.array(z.string()),
});

const project = z.strictObject({
  dir: z.string(),
  layout: z.enum(['prisma', 'supabase', 'drizzle', 'sql']),
  runner: z.enum(['prisma', 'supabase', 'drizzle', 'dbmate', 'goose', 'flyway', 'plain']),
  folder: z.string(),
  migrations: count,
  rehearsed: count,
  reused: count,
  engine: engine.nullable(),
  live: z
    .strictObject({
      shownUrl: z.string(),
      serverVersion: z.string(),
      applied: count,
      pending: count,
      drifted: count,
    })
    .nullable(),
  superuser: z.boolean(),
  standIns: z.array(standIn),
  findings: z.array(finding),
  allowed: count,
  notChecked: z.array(z.string()),
  timings: z.strictObject({ total: ms, read: ms, rehearse: ms, explain: ms }),
});

function reportOf<Shape extends z.ZodType>(shape: Shape) {
  return z.strictObject({
    version: z.literal(1),
    ok: z.boolean(),
    failOn: z.enum(['error', 'warning', 'info', 'never']),
    projects: z.array(shape),
  });
}

export const checkShape = reportOf(project);
export const replayShape = reportOf(project.extend({ trace: trace.nullable() }));

/** Every key of a shape, at any depth. */
export function keysOf(shape: unknown, keys = new Set<string>()): ReadonlySet<string> {
  if (shape instanceof z.ZodObject) {
    for (const [key, inner] of Object.entries(shape.shape)) {
      keys.add(key);
      keysOf(inner, keys);
    }
  } else if (shape instanceof z.ZodArray) keysOf(shape.element, keys);
  else if (shape instanceof z.ZodNullable || shape instanceof z.ZodOptional) keysOf(shape.unwrap(), keys);
  return keys;
}
