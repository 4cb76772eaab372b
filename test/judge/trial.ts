import type { Arena, ArenaDatabase } from './arena.ts';
import type { DiffCase } from './cases.ts';
import type { Judge, Reading } from './judges.ts';

/** SQL that has to run in one transaction each, in order. */
export type Batches = readonly string[];

/** A database that a plan may start from, and the means to get another one that is equal to it. */
export interface Start extends ArenaDatabase {
  rebuild(): Promise<ArenaDatabase>;
}

/** Plans the way from what one database holds to what another does; reads them and changes neither. */
export type Planner = (from: Start, to: ArenaDatabase, renames: readonly string[]) => Promise<Batches>;

/** Something wrong with a case or with the plan for it, said in a few lines. */
export type Complaint = string;

/** What judges saw in one database. */
type Readings = ReadonlyMap<Judge, Reading>;

/**
 * Plans a case there and back, runs both plans and asks every judge (of the way back, all but the slow ones) whether the one
 * database now equals the other as it was. Rows that should survive the way there must have done so.
 */
export async function tryCase(
  arena: Pick<Arena, 'createDatabase'>,
  judges: readonly Judge[],
  plan: Planner,
  subject: DiffCase,
): Promise<readonly Complaint[]> {
  await using before = await build(arena, 'before.sql', subject.before);
  await using after = await build(arena, 'after.sql', subject.after);
  const quick = judges.filter(({ isSlow }) => isSlow !== true);
  const start = await readAll(quick, before);
  const goal = await readAll(judges, after);
  const complaints = complainOfSameness(subject, start, goal);
  const there = await planned('there', () => plan(before, after, subject.renames));
  const back = await planned('back', () => plan(after, before, subject.renames.map(reversed).reverse()));
  complaints.push(...(await judgeWay('there', before, there, goal, subject)));
  complaints.push(...(await judgeWay('back', after, back, start)));
  return complaints;
}

async function build(arena: Pick<Arena, 'createDatabase'>, file: string, sql: string): Promise<Start> {
  const database = await arena.createDatabase();
  await load(database, file, sql);
  return { ...database, rebuild: () => build(arena, file, sql) };
}

async function load(database: ArenaDatabase, file: string, sql: string): Promise<void> {
  const { error } = await database.session.run(sql);
  if (error !== undefined) throw new Error(`${file} does not load: ${error.message}`);
  await database.session.query('RESET ALL');
}

async function readAll(judges: Iterable<Judge>, database: ArenaDatabase): Promise<Readings> {
  const readings = new Map<Judge, Reading>();
  for (const judge of judges) readings.set(judge, await judge.read(database));
  return readings;
}

/** A case that shows nothing is a mistake, unless it is there to show that something is no difference. */
function complainOfSameness(subject: DiffCase, start: Readings, goal: Readings): Complaint[] {
  const seen = differences(start, goal);
  const isDifferent = seen.length > 0;
  const text = seen.join('\n');
  const alike = subject.differsIn?.filter((word) => !text.includes(word)) ?? [];
  if (alike.length > 0)
    return [`before.sql and after.sql: no judge sees a difference in ${alike.join(', ')}`];
  if (subject.isDifferent === undefined || subject.isDifferent === isDifferent) return [];
  const words = isDifferent ? text : 'no judge sees a difference';
  return [`before.sql and after.sql: ${words}`];
}

type Planned = { readonly batches: Batches } | { readonly refusal: string };

async function planned(way: string, make: () => Promise<Batches>): Promise<Planned> {
  try {
    return { batches: await make() };
  } catch (error) {
    return { refusal: `${way}: no plan: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function judgeWay(
  way: string,
  database: ArenaDatabase,
  plan: Planned,
  goal: Readings,
  subject?: DiffCase,
): Promise<readonly Complaint[]> {
  if ('refusal' in plan) return [plan.refusal];
  if (subject?.rows !== undefined) await load(database, 'rows.sql', subject.rows);
  const rowsBefore = await ask(database, subject?.survives);
  if (rowsBefore instanceof Error) throw new Error(`survives.sql cannot be asked: ${rowsBefore.message}`);
  for (const batch of plan.batches) {
    const { error } = await database.session.run(batch);
    if (error !== undefined) return [`${way}: ${error.message}\n${indent(plan.batches.join('\n'))}`];
  }
  await database.session.query('RESET ALL');
  const complaints = differences(goal, await readAll(goal.keys(), database)).map(
    (difference) => `${way}: ${difference}\n${indent(plan.batches.join('\n'))}`,
  );
  const rowsAfter = await ask(database, subject?.survived ?? subject?.survives);
  if (rowsBefore !== rowsAfter)
    complaints.push(
      `${way}: rows were ${rowsBefore} and are ${rowsAfter instanceof Error ? rowsAfter.message : rowsAfter}`,
    );
  return complaints;
}

/** The rows as text, values by position; an error where the question cannot be asked. */
async function ask(database: ArenaDatabase, question: readonly string[] = []): Promise<string | Error> {
  try {
    const answers: string[] = [];
    for (const statement of question) {
      const rows = await database.session.query<Record<string, unknown>>(statement);
      answers.push(JSON.stringify(rows.map((row) => Object.values(row))));
    }
    return answers.join('\n');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What the judges of `wanted` see otherwise in `found`. */
function differences(wanted: Readings, found: Readings): string[] {
  return [...wanted].flatMap(([judge, reading]) => {
    const difference = reading.differenceTo(found.get(judge)!);
    return difference === '' ? [] : [`${judge.name} sees\n${difference}`];
  });
}

function reversed(rename: string): string {
  return rename.split('=').reverse().join('=');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
