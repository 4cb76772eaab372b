import type { Fact } from '../../model/schema.ts';
import { bareName, lastPart, splitIdentifier } from '../../postgres/identifier.ts';
import type { Disagreement } from '../disagreement.ts';
import { foreignKeyIn, indexKeyOf } from './keys.ts';
import {
  fieldNamed,
  type PrismaField,
  type PrismaOutline,
  type PrismaShape,
  type PrismaSpot,
  shapeNamed,
} from './outline.ts';
import { quoted } from './quoted.ts';
import { endsOfRelation, type RelationEnd } from './relations.ts';

/** The part of a Prisma schema that a disagreement is about. */
interface Subject {
  readonly shape: PrismaShape | undefined;
  readonly field: PrismaField | undefined;
}

/** What a disagreement is about, as far as the schema knows of it. */
export function subjectOf(outline: PrismaOutline, { what, name, history, declared }: Disagreement): Subject {
  const parent = (declared ?? history)?.parent;
  const isPart = what === 'column' || what === 'constraint' || what === 'index';
  const shape = shapeNamed(outline, isPart ? (parent?.slice('table:'.length) ?? '') : name);
  const field = what === 'column' && shape !== undefined ? fieldNamed(shape, lastPart(name)) : undefined;
  return { shape, field };
}

/** Both ends of the implicit many-to-many relation that it is about; none for all else. */
export function relationOf(
  outline: PrismaOutline,
  { what, name, history, declared }: Disagreement,
): readonly RelationEnd[] {
  return endsOfRelation(
    outline,
    what === 'table' ? name : ((declared ?? history)?.parent?.slice('table:'.length) ?? ''),
  );
}

/** `field User.phone`, `model Brand`, as the schema calls it. */
export function prismaTitle(outline: PrismaOutline, disagreement: Disagreement): string | undefined {
  const { shape, field } = subjectOf(outline, disagreement);
  if (shape === undefined) {
    const [end] = relationOf(outline, disagreement);
    return end === undefined ? undefined : `relation ${end.shape.name}.${end.field.name}`;
  }
  if (field !== undefined) return `field ${shape.name}.${field.name}`;
  return ['table', 'view', 'materialized-view', 'enum'].includes(disagreement.what)
    ? `${shape.kind} ${shape.name}`
    : undefined;
}

/** Where the schema says it; the head of its model where it does not. */
export function prismaSpot(outline: PrismaOutline, disagreement: Disagreement): PrismaSpot | undefined {
  const { shape, field } = subjectOf(outline, disagreement);
  const own = field?.spot ?? attributeFor(shape, disagreement.declared)?.spot ?? shape?.spot;
  return own ?? relationOf(outline, disagreement)[0]?.field.spot;
}

/** The block attribute or field that a declared key comes from, by its columns. */
export function attributeFor(shape: PrismaShape | undefined, declared: Fact | undefined) {
  if (shape === undefined || declared === undefined || !['constraint', 'index'].includes(declared.kind))
    return undefined;
  // A foreign key to the same table depends on the columns of both its ends.
  const foreign = foreignKeyIn(declared);
  const own =
    foreign?.columns ?? indexKeyOf(declared)?.elements.map(({ column }) => splitIdentifier(column)[0]) ?? [];
  const columns = own.map((name) => shape.fields.find(({ column }) => column === name)?.name);
  if (foreign !== undefined) {
    return shape.fields.find(({ attributes }) => {
      const list = /@relation\([^)]*\bfields\s*:\s*\[([^\]]*)\]/.exec(attributes)?.[1];
      return list !== undefined && isSameSet(list.split(','), columns);
    });
  }
  const word = { primary: 'id', unique: 'unique', index: 'index' }[indexKeyOf(declared)?.kind ?? 'index'];
  const listed = shape.blockAttributes.flatMap((attribute) => {
    const list = new RegExp(`^@@${word}\\([^[)]*(?:\\[([^\\]]*)\\]|(\\w+))`).exec(attribute.text);
    const names = (list?.[1] ?? list?.[2] ?? '').replaceAll(/\((?:[^()]|\([^()]*\))*\)/g, '').split(',');
    return list !== null && isSameSet(names, columns) ? [{ ...attribute, names }] : [];
  });
  const isMapped = ({ text }: { readonly text: string }) => text.includes(quoted(bareName(declared.name)));
  return (
    listed.find(isMapped) ??
    listed.find(({ names }) => names.map((name) => name.trim()).join() === columns.join()) ??
    listed[0] ??
    shape.fields.find(
      ({ name, attributes }) =>
        columns.length === 1 && name === columns[0] && new RegExp(`(?<!@)@${word}\\b`).test(attributes),
    )
  );
}

function isSameSet(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  const sorted = (list: readonly (string | undefined)[]) =>
    list
      .map((one) => one?.trim())
      .sort()
      .join();
  return sorted(a) === sorted(b);
}
