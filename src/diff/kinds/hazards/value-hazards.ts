import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { quoteLiteral, splitLast } from '../../../postgres/identifier.ts';
import {
  bare,
  elementOf,
  isRewriting,
  isText,
  isWidening,
  misfitCondition,
  refusesNothing,
} from '../../../postgres/types/type-change.ts';
import { lossOf } from '../../../postgres/types/type-loss.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { containerTypes, valueType } from '../types/value-type.ts';
import { hazardsOfCollisions, indexesBuiltAnew } from './collision-hazards.ts';
import { refusedValues, rulesAfter, rulesBefore } from './domain-hazards.ts';
import { blocksAll, hazard, writesAnew } from './hazard.ts';

/** The hazards of giving a column another type, or a replaced one of the same name. `isConverted`: an expression computes the values. */
export function retypeHazards(before: Fact, after: Fact, context: Context, isConverted: boolean): Hazard[] {
  const [table, column] = splitLast(after.name);
  const [was, is] = [String(before.definition.type), String(after.definition.type)];
  const [from, to] = [valueType(was, context.from), valueType(is, context.to)];
  const [old, next] = [rulesBefore(was, context), rulesAfter(is, context)];
  const rules = next.filter((rule) => !old.includes(rule));
  const isInPlace = !isRewriting(from, to) && next.length === 0;
  const collisions = hazardsOfCollisions(before, after, context);
  if (isInPlace && !isConverted) {
    const isShort = indexesBuiltAnew(before, after, context).length === 0;
    const meanwhile = isShort ? 'its definition changes, which is short' : 'its indexes are built anew';
    return [blocksAll(table, meanwhile), ...collisions];
  }
  const turning =
    was === is ? `Giving ${after.name} the new ${is}` : `Turning ${after.name} from ${was} into ${is}`;
  const loss = lossOf(from, to, column);
  return [
    ...writesAnew(table, turning),
    ...(loss === undefined
      ? []
      : [
          hazard('destroys-data', `The values of ${after.name} ${loss.what}.`, {
            from: { table },
            ...(loss.where === undefined ? {} : { where: loss.where }),
            counted: column,
          }),
        ]),
    ...misfits(from, to, after, context),
    ...collisions,
    ...zonesOfSession(from, to, after),
    ...rules.map((rule) =>
      hazard(
        'may-fail',
        `Values of ${after.name} may violate a rule of ${is}.`,
        isWidening(from, to) ? refusedValues(rule, [after.id], to) : undefined,
      ),
    ),
  ];
}

const zoned = /^(?:time(?:stamp)?(?:\(\d\))? with time zone|tstz(?:multi)?range)/;
const zoneless = /^(?:time(?:stamp)?(?:\(\d\))? without time zone|date|ts(?:multi)?range)/;

/** What is said of values that get the time zone of a session, since they have none. */
function zonesOfSession(from: string, to: string, { name }: Fact): Hazard[] {
  if (!zoned.test(to) || !(zoneless.test(from) || isText(bare(from)))) return [];
  const those = isText(bare(from)) ? `Values of ${name} that name no time zone` : `The values of ${name}`;
  const message = `${those} are taken to be of the time zone that the session has which runs this.`;
  return [hazard('irreversible', message)];
}

/** The hazards of values that do not fit a new type, with domains resolved to their base types. */
function misfits(from: string, to: string, after: Fact, context: Context): Hazard[] {
  const [table, column] = splitLast(after.name);
  const rows = (where: string) => ({ from: { table }, where });
  const isArray = to.endsWith('[]');
  if (isArray !== from.endsWith('[]'))
    return refusesNothing(from, to)
      ? insideMisfits(after, context)
      : [hazard('may-fail', `A value of ${after.name} may not fit ${to}.`)];
  const labels = labelsOf(to, context.to);
  if (labels !== undefined) {
    const known = labelsOf(from, context.from) ?? [];
    const lost = known.filter((label) => !labels.includes(label));
    if (known.length > 0 && lost.length === 0) return [];
    const those = (names: readonly string[]) => `ARRAY[${names.map(quoteLiteral).join(', ')}]`;
    if (known.length === 0)
      return [
        hazard(
          'may-fail',
          `A value of ${after.name} may not fit ${to}.`,
          isArray ? undefined : rows(`${column}::text <> ALL (${those(labels)})`),
        ),
      ];
    return [
      hazard(
        'may-fail',
        `Rows of ${table} that hold ${lost.map((label) => `'${label}'`).join(', ')} in ${column} have no place in ${to}.`,
        rows(isArray ? `${column}::text[] && ${those(lost)}` : `${column}::text = ANY (${those(lost)})`),
      ),
    ];
  }
  if (refusesNothing(from, to)) return insideMisfits(after, context);
  return [
    hazard(
      'may-fail',
      `A value of ${after.name} may not fit ${to}.`,
      rows(misfitCondition(from, to, column)),
    ),
  ];
}

/** Hazards of enums that lose labels, and of ranges over less, inside of what a column holds: no count query reaches them. */
function insideMisfits(after: Fact, context: Context): Hazard[] {
  const lost = replacedInside(after, context).flatMap((id) => {
    const [was, is] = [labelsOf(nameOf(id), context.from), labelsOf(nameOf(id), context.to)];
    const hasLess = was?.some((label) => !is?.includes(label)) === true || isNarrowerRange(id, context);
    return hasLess ? [nameOf(id)] : [];
  });
  return [...new Set(lost)].map((name) =>
    hazard('may-fail', `Values inside of ${after.name} may have no place in ${name}.`),
  );
}

/** The enums and ranges that are replaced, on all levels. */
function replacedInside({ dependsOn }: Fact, context: Context): readonly ObjectId[] {
  return dependsOn.flatMap((id) => {
    const own = /^(enum|range-type):/.test(id) && context.isReplaced(id) ? [id] : [];
    const part = containerTypes.has(kindOf(id)) ? context.to.facts.get(id) : undefined;
    return part === undefined ? own : [...own, ...replacedInside(part, context)];
  });
}

function isNarrowerRange(id: ObjectId, { from, to }: Context): boolean {
  const [was, is] = [from.facts.get(id), to.facts.get(id)];
  if (was?.kind !== 'range-type' || is?.kind !== 'range-type') return false;
  return !isWidening(
    valueType(String(was.definition.subtype), from),
    valueType(String(is.definition.subtype), to),
  );
}

function labelsOf(type: string, { facts }: Schema): readonly string[] | undefined {
  const fact = facts.get(objectId('enum', elementOf(type)));
  return fact && list(fact.definition, 'labels');
}
