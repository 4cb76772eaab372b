import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('a subscription that goes leaves its slot on the publisher, and one that is made anew has lost its position', async () => {
  const subscription = (options: string) =>
    `CREATE SUBSCRIPTION told_feed CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false, ${options})`;
  const slotStays =
    "The replication slot 'told_slot' of told_feed stays on the publisher and keeps its WAL there until it is dropped: SELECT pg_drop_replication_slot('told_slot').";
  const withSlot = "slot_name = 'told_slot'";
  expect(await told(subscription(withSlot), '')).toEqual([['irreversible', slotStays]]);
  expect(await told(subscription('slot_name = NONE'), '')).toEqual([]);
  const startsAnew =
    'told_feed is made anew without its position, and receives nothing until it is enabled and refreshed.';
  expect(await told(subscription(withSlot), subscription(`${withSlot}, two_phase = true`))).toEqual([
    ['irreversible', slotStays],
    ['irreversible', startsAnew],
  ]);
  const setByHand =
    "The replication slot 'told_slot' keeps its own failover on the publisher: where that can be reached, set it by hand instead, with ALTER SUBSCRIPTION told_feed DISABLE, SET (failover = true) and ENABLE.";
  expect(await told(subscription(withSlot), subscription(`${withSlot}, failover = true`))).toEqual([
    ['irreversible', slotStays],
    ['irreversible', startsAnew],
    ['irreversible', setByHand],
  ]);
});
