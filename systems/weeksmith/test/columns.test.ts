import { testColumns } from '../../shared/columns.ts';
import { database } from './database.ts';

const columns = `
audit_log.id uuid = gen_random_uuid()
audit_log.owner_id uuid
audit_log.actor_id uuid?
audit_log.action audit_action
audit_log.entity text
audit_log.entity_id uuid
audit_log.before jsonb?
audit_log.after jsonb?
audit_log.at timestamp with time zone = clock_timestamp()
chat_message.id uuid = gen_random_uuid()
chat_message.owner_id uuid = auth.uid()
chat_message.session_id uuid
chat_message.role chat_role
chat_message.content text
chat_message.metadata jsonb = '{}'::jsonb
chat_message.sent_at timestamp with time zone = clock_timestamp()
chat_session.id uuid = gen_random_uuid()
chat_session.owner_id uuid = auth.uid()
chat_session.cycle_id uuid?
chat_session.title text
chat_session.resume_token uuid = gen_random_uuid()
chat_session.started_at timestamp with time zone = now()
chat_session.ended_at timestamp with time zone?
cycle.id uuid = gen_random_uuid()
cycle.owner_id uuid = auth.uid()
cycle.vision_id uuid
cycle.starts_on date
cycle.ends_on date := (starts_on + 83)
cycle.status cycle_status = 'planned'::cycle_status
cycle.created_at timestamp with time zone = now()
goal.id uuid = gen_random_uuid()
goal.owner_id uuid = auth.uid()
goal.cycle_id uuid
goal.type goal_type
goal.statement text
goal.measure text
goal.created_at timestamp with time zone = now()
plan_item.id uuid = gen_random_uuid()
plan_item.owner_id uuid = auth.uid()
plan_item.cycle_id uuid
plan_item.weekly_plan_id uuid
plan_item.task_id uuid
plan_item.quota smallint
plan_item.done_count smallint = 0
plan_item.notes text?
plan_item.created_at timestamp with time zone = now()
task.id uuid = gen_random_uuid()
task.owner_id uuid = auth.uid()
task.cycle_id uuid
task.goal_id uuid
task.title text
task.cadence task_cadence = 'weekly'::task_cadence
task.weekly_quota smallint
task.from_week smallint = 1
task.to_week smallint = 12
task.created_at timestamp with time zone = now()
vision.id uuid = gen_random_uuid()
vision.owner_id uuid = auth.uid()
vision.text text
vision.horizon text
vision.created_at timestamp with time zone = now()
weekly_plan.id uuid = gen_random_uuid()
weekly_plan.owner_id uuid = auth.uid()
weekly_plan.cycle_id uuid
weekly_plan.week smallint
weekly_plan.locked boolean = false
weekly_plan.intention text?
weekly_plan.created_at timestamp with time zone = now()
`;

testColumns({ database, columns });
