import { type Rule, trigger } from '../../shared/rules.ts';
import { idOf } from './database.ts';
import { a, insertItem, insertTask } from './rows.ts';

const locked = (table: string, name: string) => ({
  ...trigger(table, name),
  code: 'WK001',
  constraint: 'week_lock',
});

/** What a locked week refuses. */
export const lock: readonly Rule[] = [
  {
    title: 'the quota of a plan item in a locked week does not change',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET quota = 5 WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: the quota of a plan item cannot be changed',
  },
  {
    title: 'a plan item does not leave a locked week',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET weekly_plan_id = ${a('0031')} WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: a plan item cannot be moved',
  },
  {
    title: 'a plan item does not enter a locked week',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET weekly_plan_id = ${a('0037')} WHERE id = ${a('0041')}`,
    message: 'week 7 is locked: a plan item cannot be moved there',
  },
  {
    title: 'a plan item is not added to a locked week',
    ...locked('plan_item', 'plan_item_week_lock_insert'),
    breaks: insertItem(a('0037'), a('0021')),
    message: 'week 7 is locked: a plan item cannot be added',
  },
  {
    title: 'a plan item of a locked week is not deleted',
    ...locked('plan_item', 'plan_item_week_lock_delete'),
    breaks: `DELETE FROM plan_item WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: a plan item cannot be deleted',
  },
  {
    title: 'a plan item without a plan is refused in clear words',
    ...trigger('plan_item', 'plan_item_week_lock_insert'),
    breaks: `ALTER TABLE plan_item DROP CONSTRAINT IF EXISTS plan_item_weekly_plan_fkey; ${insertItem(a('0039'), a('0021'))}`,
    code: 'WK002',
    constraint: 'plan_item_has_plan',
    message: `weekly plan ${idOf('a', '0039')} does not exist: a plan item cannot be added`,
  },
  {
    title: 'a task is not added to a locked week',
    ...locked('task', 'task_week_lock_insert'),
    breaks: insertTask(a('0000'), a('0002'), a('0011'), 5, 8),
    message: 'week 7 is locked: a task cannot be added',
  },
  {
    title: 'a task of a locked week does not change',
    ...locked('task', 'task_week_lock_update'),
    breaks: `UPDATE task SET weekly_quota = 5 WHERE id = ${a('0022')}`,
    message: 'week 7 is locked: a task cannot be changed',
  },
  {
    title: 'a task is not stretched into a locked week',
    ...locked('task', 'task_week_lock_update'),
    breaks: `UPDATE task SET to_week = 7 WHERE id = ${a('0021')}`,
    message: 'week 7 is locked: a task cannot be moved there',
  },
  {
    title: 'a task of a locked week is not deleted',
    ...locked('task', 'task_week_lock_delete'),
    breaks: `ALTER TABLE plan_item DISABLE TRIGGER USER; DELETE FROM task WHERE id = ${a('0022')}`,
    message: 'week 7 is locked: a task cannot be deleted',
  },
  {
    title: 'a locked plan does not become that of another week',
    ...locked('weekly_plan', 'weekly_plan_week_lock_update'),
    breaks: `UPDATE weekly_plan SET week = 3, locked = false WHERE id = ${a('0037')}`,
    message: 'week 7 is locked: its plan cannot become that of another week',
  },
  {
    title: 'a locked plan is not deleted',
    ...locked('weekly_plan', 'weekly_plan_week_lock_delete'),
    breaks: `DELETE FROM weekly_plan WHERE id = ${a('0037')}`,
    message: 'week 7 is locked: its plan cannot be deleted',
  },
];
