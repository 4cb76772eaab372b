import type { Definition } from '../../../model/schema.ts';
import { leadingName } from '../../../postgres/identifier.ts';
import { list } from '../../definition.ts';

/** The attributes of a composite type by their names, as its definition writes them: `price numeric(10,2)`. */
export function attributesOf(definition: Definition): ReadonlyMap<string, string> {
  return new Map(list(definition, 'attributes').map((attribute) => [leadingName(attribute), attribute]));
}
