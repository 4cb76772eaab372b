import type { Fact, Schema } from '../../model/schema.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';
import { unknownExclusions } from './chosen-schemas.ts';

/** What a comparison leaves out although a person may expect it to be compared, a sentence each. */
export function notesBetween(
  before: Schema,
  after: Schema,
  choice: Pick<LoadOptions, 'exclude'>,
): readonly string[] {
  return [
    ...unknownExclusions([before, after], choice).map((name) => `neither side has a schema ${name}`),
    ...(hasPublicAnew(before) === hasPublicAnew(after) ? uncommented(before, after) : [publicAnew]),
  ];
}

/**
 * Whether the schema public was dropped and created again, or given to the role that runs plans. It counts as equal to the one
 * that every database has.
 */
function hasPublicAnew({ facts }: Schema): boolean {
  return facts.get('schema:public')?.remarks?.madeAnew === true;
}

const publicAnew =
  'one side has made the schema public its own, or made it again: its owner, its comment and that everybody may use it are not compared';

/** Notes on objects that are created with a comment, where one side has removed it. */
function uncommented(before: Schema, after: Schema): readonly string[] {
  const differs = ({ id, remarks }: Fact) => {
    const other = after.facts.get(id);
    return other !== undefined && other.remarks?.uncommented !== remarks?.uncommented;
  };
  return [...before.facts.values()]
    .filter(differs)
    .map(
      ({ kind, name }) =>
        `one side has taken away the comment that comes with the ${kind} ${name}: that is not compared`,
    );
}
