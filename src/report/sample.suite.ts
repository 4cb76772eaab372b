import type { Finding } from '../model/finding.ts';
import { objectId } from '../model/object-id.ts';
import type { ProjectDetail, ProjectReport, Report } from '../model/report.ts';
import type { Fact } from '../model/schema.ts';
import type { MigrationTrace, StatementTrace } from '../model/trace.ts';

/** Text that every format must escape: HTML, Markdown, XML, workflow commands and a character that XML cannot represent. */
export const hostile = '<script>alert("x")</script> & ]]> ``` ::error:: %0A,\u0007|*_';

const statement: StatementTrace = {
  index: 1,
  start: 0,
  end: 30,
  line: 1,
  ms: 3,
  locks: [],
  rewrites: [],
  verifies: [],
  indexBuilds: [],
  indexedTables: [],
  events: [],
  notices: [],
};

const first: MigrationTrace = {
  migration: '001_init',
  outcome: 'applied',
  ms: 4.5,
  leaks: [],
  leftovers: [],
  statements: [
    {
      ...statement,
      events: [
        { action: 'create', type: 'table', identity: 'public.users', key: '1259/1/0' },
        { action: 'create', type: 'table', identity: `public."${hostile}"`, key: '1259/2/0' },
        { action: 'create', type: 'index', identity: 'public.users_pkey', key: '1259/3/0' },
      ],
    },
  ],
};

const second: MigrationTrace = {
  migration: `002_${hostile}`,
  outcome: 'failed',
  ms: 20,
  leaks: [],
  leftovers: [],
  statements: [
    {
      ...statement,
      ms: 2,
      locks: [{ relation: 'public.users', relkind: 'r', mode: 'ShareRowExclusiveLock' }],
      events: [{ action: 'create', type: 'table column', identity: 'public.users.age', key: '1259/1/3' }],
    },
    {
      ...statement,
      index: 2,
      line: 4,
      ms: 12,
      locks: [
        { relation: 'public.users', relkind: 'r', mode: 'AccessExclusiveLock' },
        { relation: `public."${hostile}"`, relkind: 'r', mode: 'AccessExclusiveLock' },
        { relation: 'public.users_pkey', relkind: 'i', mode: 'AccessExclusiveLock' },
      ],
      rewrites: ['public.users'],
      events: [
        { action: 'rename', type: 'table', identity: 'public.people', was: 'public.users', key: '1259/1/0' },
        { action: 'drop', type: 'table', identity: 'public.gone', key: '1259/9/0' },
      ],
      error: { code: '42703', message: `column ${hostile} does not exist` },
    },
  ],
};

const findings: readonly Finding[] = [
  {
    rule: 'undefined-column',
    severity: 'error',
    message: `column \`age\` of \`users\` is ${hostile}`,
    notes: ['Its story: created in 001_init, line 1.', hostile],
    hint: ['Write this:', { code: `  ALTER TABLE users ADD COLUMN "${hostile}" int;` }],
    where: { file: 'migrations/002 odd,name.sql', line: 4, column: 8 },
    migration: second.migration,
    statement: 2,
    frame: {
      firstLine: 3,
      lines: ['-- before', `SELECT ${hostile} FROM users;`],
      line: 4,
      column: 8,
      length: 6,
    },
  },
  {
    rule: 'undefined-column',
    severity: 'warning',
    message: 'the same line again',
    notes: [],
    where: { file: 'migrations/001_init.sql', line: 1, column: 1 },
    migration: '001_init',
  },
  {
    rule: 'undefined-column',
    severity: 'warning',
    message: 'the same line again',
    notes: [],
    where: { file: 'migrations/001_init.sql', line: 9, column: 1 },
    migration: '001_init',
  },
  { rule: 'missing-lock-file', severity: 'info', message: 'there is no lock file', notes: [] },
];

const odd = `"${hostile.replaceAll('"', '""')}"`;

function fact(kind: Fact['kind'], name: string, more: Partial<Fact>): readonly [Fact['id'], Fact] {
  const id = objectId(kind, name);
  return [id, { id, kind, name, schema: 'public', definition: {}, dependsOn: [], goesWith: [], ...more }];
}

function table(name: string, columns: readonly string[]): readonly (readonly [Fact['id'], Fact])[] {
  const parent = objectId('table', `public.${name}`);
  return [
    fact('table', `public.${name}`, {}),
    ...columns.map((column, i) =>
      fact('column', `public.${name}.${column}`, {
        parent,
        position: i + 1,
        definition: { type: i === 0 ? 'integer' : 'character varying(80)', notNull: i === 0 },
      }),
    ),
    fact('constraint', `public.${name}.pkey`, {
      parent,
      definition: { type: 'primary', definition: `PRIMARY KEY (${columns[0]})` },
    }),
  ];
}

const detail: ProjectDetail = {
  transactions: new Map([['001_init', [1]]]),
  migrations: [
    {
      name: '001_init',
      up: { file: 'migrations/001_init.sql', text: `CREATE TABLE ${odd} ();`, firstLine: 1 },
      transaction: 'auto',
      hash: '',
    },
  ],
  schema: {
    serverVersion: 180004,
    notModelled: [],
    facts: new Map([
      ...table('people', ['id', 'age', odd]),
      ...table(odd, ['"the id"', 'person', 'self']),
      fact('constraint', `public.${odd}.person_fkey`, {
        parent: `table:public.${odd}`,
        definition: {
          type: 'foreign',
          definition: 'FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE',
        },
      }),
      fact('constraint', `public.${odd}.self_fkey`, {
        parent: `table:public.${odd}`,
        definition: {
          type: 'foreign',
          definition: `FOREIGN KEY (self) REFERENCES public.${odd}("the id")`,
        },
      }),
    ]),
  },
  differences: [
    { object: `column ${hostile}`, history: null, declared: hostile },
    { object: 'table public.people', history: 'made', declared: null, live: hostile },
  ],
};

const project: ProjectReport = {
  detail,
  dir: 'apps/web',
  layout: 'sql',
  runner: 'plain',
  folder: 'migrations',
  migrations: 2,
  rehearsed: 1,
  reused: 0,
  engine: { kind: 'native', version: '18.4' },
  superuser: false,
  standIns: [{ extension: 'vector', note: `types and functions that compute nothing ${hostile}` }],
  findings,
  allowed: 0,
  notChecked: [`${hostile} in 002 needs what failed before`],
  timings: { total: 61.2, read: 4, rehearse: 50, explain: 7.2 },
  trace: {
    engine: { kind: 'native', version: '18.4' },
    superuser: false,
    standIns: [],
    setupLeftOut: [],
    migrations: [first, second],
  },
};

/** A report that holds every kind of thing once, with names as bad as names can be. */
export const sampleReport: Report = { version: 1, ok: false, failOn: 'error', projects: [project] };

/** A report that has nothing to say. */
export const quietReport: Report = {
  version: 1,
  ok: true,
  failOn: 'error',
  projects: [
    {
      ...project,
      dir: '.',
      rehearsed: 2,
      findings: [],
      standIns: [],
      allowed: 0,
      notChecked: [],
      detail: { migrations: [], schema: undefined, transactions: new Map() },
      trace: {
        engine: { kind: 'native', version: '18.4' },
        superuser: false,
        standIns: [],
        setupLeftOut: [],
        migrations: [first],
      },
    },
  ],
};
