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

/**
 * Plans a case there and back, runs both plans and asks every judge whether the one database now equals the other as it
 * was. Rows that should survive the way there must have done so.
 */
export async function tryCase(
  arena: Pick<Arena, 'createDatabase'>,
  judges: readonly Judge[],
  plan: Planner,
  subject: DiffCase,
): Promise<readonly Complaint[]> {
  await using before = await build(arena, 'before.sql', subject.before);
  await using after = await build(arena, 'after.sql', subject.after);
  const start = await readAll(judges, before);
  const goal = await readAll(judges, after);
  const complaints = complainOfSameness(subject, judges, start, goal);
  const there = await planned('there', () => plan(before, after, subject.renames));
  const back = await planned('back', () => plan(after, before, subject.renames.map(reversed).reverse()));
  complaints.push(...(await judgeWay('there', before, there, judges, goal, subject)));
  complaints.push(...(await judgeWay('back', after, back, judges, start)));
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

async function readAll(judges: readonly Judge[], database: ArenaDatabase): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  for (const judge of judges) readings.push(await judge.read(database));
  return readings;
}

/** A case that shows nothing is a mistake, unless it is there to show that something is no difference. */
function complainOfSameness(
  subject: DiffCase,
  judges: readonly Judge[],
  start: readonly Reading[],
  goal: readonly Reading[],
): Complaint[] {
  const isDifferent = start.some((reading, i) => reading.differenceTo(goal[i]!) !== '');
  if (subject.isDifferent === undefined || subject.isDifferent === isDifferent) return [];
  const words = isDifferent ? differences(judges, start, goal).join('\n') : 'no judge sees a difference';
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
  judges: readonly Judge[],
  goal: readonly Reading[],
  subject?: DiffCase,
): Promise<readonly Complaint[]> {
  if ('refusal' in plan) return [plan.refusal];
  if (subject?.rows !== undefined) await load(database, 'rows.sql', subject.rows);
  const rowsBefore = await ask(database, subject?.survives);
  for (const batch of plan.batches) {
    const { error } = await database.session.run(batch);
    if (error !== undefined) return [`${way}: ${error.message}\n${indent(plan.batches.join('\n'))}`];
  }
  await database.session.query('RESET ALL');
  const complaints = differences(judges, goal, await readAll(judges, database)).map(
    (difference) => `${way}: ${difference}\n${indent(plan.batches.join('\n'))}`,
  );
  const rowsAfter = await ask(database, subject?.survived ?? subject?.survives);
  if (rowsBefore !== rowsAfter) complaints.push(`${way}: rows were ${rowsBefore} and are ${rowsAfter}`);
  return complaints;
}

/** The rows as text, values by position; an error where the question cannot be asked is an answer too. */
async function ask(database: ArenaDatabase, question: string | undefined): Promise<string> {
  if (question === undefined) return '';
  try {
    const rows = await database.session.query<Record<string, unknown>>(question);
    return JSON.stringify(rows.map((row) => Object.values(row)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function differences(
  judges: readonly Judge[],
  wanted: readonly Reading[],
  found: readonly Reading[],
): string[] {
  return judges.flatMap((judge, i) => {
    const difference = wanted[i]!.differenceTo(found[i]!);
    return difference === '' ? [] : [`${judge.name} sees\n${difference}`];
  });
}

function reversed(rename: string): string {
  return rename.split('=').reverse().join('=');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
