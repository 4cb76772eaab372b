import { expect, test } from 'vitest';
import { breakable, html, prose } from './markup.ts';

test('whatever is put into a template is text, in an element and in an attribute', () => {
  const name = `<b onclick="x">'&amp;`;
  expect(html`<p title="${name}">${name}</p>`.markup).toBe(
    '<p title="&lt;b onclick=&quot;x&quot;&gt;&#39;&amp;amp;">&lt;b onclick=&quot;x&quot;&gt;&#39;&amp;amp;</p>',
  );
});

test('templates nest, lists are joined, and what is absent leaves nothing', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${undefined}${false}${1.005}</ul>`.markup).toBe(
    '<ul><li>a</li><li>&lt;</li>1</ul>',
  );
});

test('signs that hide or turn text around are spelled out', () => {
  expect(html`${'a\u202Eb\u200Bc\u0000d\te\r\nf'}`.markup).toBe('a\\u202eb\\u200bc\\u0000d\te\r\nf');
});

test('names in backticks are code, and long names may break after their separators', () => {
  expect(prose('column `<a>` of `b`').markup).toBe('column <code>&lt;a&gt;</code> of <code>b</code>');
  expect(breakable('001_init/up.sql').markup).toBe('001_<wbr>init/<wbr>up.<wbr>sql');
});
