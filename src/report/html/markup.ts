import { visible } from '../text.ts';

/** HTML text. Only `html` makes it, so that no unescaped text reaches a page. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Value[] | false | undefined;

/** A template whose strings are HTML and whose values are escaped, in text and in quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = parts[0] as string;
  for (const [i, value] of values.entries()) markup += written(value) + parts[i + 1];
  return { markup };
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'string') return escaped(value);
  if ('markup' in value) return value.markup;
  return value.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visible(text.replaceAll(/[&<>"']/g, (sign) => entities[sign] as string));
}

/** A name or path that may break after its separators rather than anywhere. */
export function breakable(text: string): Markup {
  return html`${text.split(/(?<=[_/.])(?=[^_/.])/).map((part, i) => (i === 0 ? part : html`<wbr>${part}`))}`;
}

/** A sentence whose `code` becomes code. */
export function prose(text: string): Markup {
  return html`${text.split(/`([^`\n]+)`/).map((part, i) => (i % 2 === 1 ? html`<code>${breakable(part)}</code>` : breakable(part)))}`;
}
