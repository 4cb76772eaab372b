import type { Schema } from '../model/schema.ts';
import { type DiagramTable, diagramTables } from './diagram/tables.ts';

/**
 * The tables of a Schema and their references as a diagram in Mermaid, which many Markdown renderers draw.
 * https://mermaid.js.org/syntax/entityRelationshipDiagram.html
 */
export function mermaidDiagram(schema: Schema): string {
  const tables = diagramTables(schema, undefined);
  const links = tables.flatMap((table) =>
    table.references.map(({ columns, toName }) => {
      const mayBeNull = table.columns.some(({ name, notNull }) => columns.includes(name) && !notNull);
      return `  ${quoted(toName)} ${mayBeNull ? '|o' : '||'}--o{ ${quoted(table.name)} : ${quoted(columns.join(', '))}`;
    }),
  );
  return ['erDiagram', ...tables.flatMap(entity), ...links, ''].join('\n');
}

function entity({ name, columns }: DiagramTable): readonly string[] {
  if (columns.length === 0) return [`  ${quoted(name)}`];
  const lines = columns.map((column) => {
    const keys = [...(column.isKey ? ['PK'] : []), ...(column.isForeign ? ['FK'] : [])].join(', ');
    const words = [word(column.type), word(column.name), keys, column.notNull ? '' : '"may be null"'];
    return `    ${words.filter((one) => one !== '').join(' ')}`;
  });
  return [`  ${quoted(name)} {`, ...lines, '  }'];
}

/** Mermaid knows no escape inside a quoted name. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', "'").replaceAll(/[\p{Cc}%\\]/gu, '_')}"`;
}

/** A type or column as Mermaid accepts it: it begins with a letter, and few other characters may follow. */
function word(text: string): string {
  const plain = text.replaceAll(',', '-').replaceAll(/[^\p{L}\p{N}()[\]_-]/gu, '_');
  return /^\p{L}/u.test(plain) ? plain : `_${plain}`;
}
