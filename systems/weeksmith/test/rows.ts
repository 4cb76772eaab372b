import { idOf } from './database.ts';

/** Literals for rows of the fixture: Ada's, and Ben's. */
export const a = (row: string) => `'${idOf('a', row)}'`;
export const b = (row: string) => `'${idOf('b', row)}'`;

export const insertGoal = (owner: string, cycle: string, type: string) =>
  `INSERT INTO goal (owner_id, cycle_id, type, statement, measure)
    VALUES (${owner}, ${cycle}, '${type}', 'One more', 'it is there')`;
export const insertTask = (owner: string, cycle: string, goal: string, from: number, to: number) =>
  `INSERT INTO task (owner_id, cycle_id, goal_id, title, weekly_quota, from_week, to_week)
    VALUES (${owner}, ${cycle}, ${goal}, 'One more', 1, ${from}, ${to})`;
export const insertPlan = (owner: string, cycle: string, week: number) =>
  `INSERT INTO weekly_plan (owner_id, cycle_id, week) VALUES (${owner}, ${cycle}, ${week})`;
export const insertItem = (plan: string, task: string) =>
  `INSERT INTO plan_item (owner_id, cycle_id, weekly_plan_id, task_id, quota)
    VALUES (${a('0000')}, ${a('0002')}, ${plan}, ${task}, 1)`;
