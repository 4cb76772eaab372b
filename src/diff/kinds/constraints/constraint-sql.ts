import type { Fact } from '../../../model/schema.ts';
import { lastPart, splitLast } from '../../../postgres/identifier.ts';
import { endOfKeys } from '../../../postgres/key.ts';
import { list } from '../../definition.ts';
import { optionList } from '../../options.ts';
import { excludes } from '../indexes/attached-index.ts';
import { indexSettings } from '../indexes/index-marks.ts';

/** The index behind a constraint, which bears its name. */
export function relationName(fact: Fact): string {
  const [table, name] = splitLast(fact.name);
  return `${splitLast(table)[0]}.${name}`;
}

/** A constraint as CREATE TABLE writes it. */
export function constraintSql(fact: Fact): string {
  return `CONSTRAINT ${lastPart(fact.name)} ${definitionSql(fact)}`;
}

/** The constraint's text with `WITH` and `USING INDEX TABLESPACE` put in behind the columns. */
function definitionSql({ definition }: Fact): string {
  const text = String(definition.definition);
  const options = list(definition, 'options');
  const storage = [
    options.length === 0 ? '' : ` WITH (${optionList(options)})`,
    definition.tablespace === undefined ? '' : ` USING INDEX TABLESPACE ${definition.tablespace}`,
  ].join('');
  if (storage === '') return text;
  const tail = endOfKeys(text);
  return text.slice(0, tail) + storage + text.slice(tail);
}

/** A constraint as ALTER TABLE adds it. */
export function addConstraintSql(fact: Fact): string {
  const [table] = splitLast(fact.name);
  const { definition } = fact;
  const notValid = definition.notValid ? ' NOT VALID' : '';
  const only = definition.onOnly && !excludes(fact) ? 'ONLY ' : '';
  return `ALTER TABLE ${only}${table} ADD ${constraintSql(fact)}${notValid}`;
}

/** Settings of a new constraint's index that only ALTER can make. */
export function constraintSettings(fact: Fact): string[] {
  return indexSettings(fact, relationName(fact));
}
