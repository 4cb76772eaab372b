/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../src/report/html/page.ts';
import { hostile, quietReport, sampleReport } from '../src/report/sample.suite.ts';
import { browserPath, openBrowser, openPage } from './browser.ts';
import { directory, strata } from './strata.ts';

const files = directory({});
const pages = { systems: '', hostile: '', quiet: '' };
let browser: Browser;

beforeAll(async () => {
  if (browserPath === undefined) return;
  const file = (name: string) => join(files.path, `${name}.html`);
  for (const name of Object.keys(pages) as (keyof typeof pages)[])
    pages[name] = pathToFileURL(file(name)).href;
  writeFileSync(file('hostile'), htmlReport(sampleReport, { toolVersion: '1.0.0' }));
  writeFileSync(file('quiet'), htmlReport(quietReport, { toolVersion: '1.0.0' }));
  const projects = ['systems', 'cases/incidents/stale-columns'];
  await strata(['check', ...projects, '--output', file('systems'), '--fail-on', 'never']);
  browser = await openBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  files[Symbol.dispose]();
});

const looks = [
  { width: 360, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
  { width: 1440, scheme: 'light' },
  { width: 360, scheme: 'dark' },
] as const;

/** Opens everything that is folded. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

describe.skipIf(browserPath === undefined)('the page in a real browser', () => {
  for (const name of ['systems', 'hostile', 'quiet'] as const) {
    test.each(looks)(
      `${name}, $width px, $scheme: no complaint, no request, no sideways scrolling, readable`,
      async (look) => {
        const { page, complaints, requests } = await openPage(browser, pages[name], look);
        const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(await overflow()).toBe(0);
        await unfold(page);
        expect(await overflow()).toBe(0);
        expect(await faintTexts(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        await page.close();
      },
    );
  }

  test('follows the colour scheme of the reader', async () => {
    const colours = [];
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await openPage(browser, pages.systems, { width: 1440, scheme });
      colours.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
      await page.close();
    }
    expect(new Set(colours).size).toBe(2);
  });

  test.each([360, 1440])(
    'at %d px the Tab key reaches the navigation and what is folded, and shows where it is',
    async (width) => {
      const { page } = await openPage(browser, pages.systems, { width, scheme: 'light' });
      const stops: { what: string; hasOutline: boolean }[] = [];
      for (let i = 0; i < 120; i += 1) {
        await page.keyboard.press('Tab');
        stops.push(
          await page.evaluate(() => {
            const at = document.activeElement as HTMLElement;
            const style = getComputedStyle(at);
            const place = at.closest('nav') === null ? '' : 'nav ';
            return {
              what: `${place}${at.tagName.toLowerCase()}.${at.className}`,
              hasOutline: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0,
            };
          }),
        );
      }
      const inside = stops.slice(
        0,
        stops.findIndex(({ what }) => what === 'body.'),
      );
      expect(inside[0]?.what).toBe('a.skip');
      expect(inside.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['nav a.project', 'a.', 'summary.', 'div.scroll']),
      );
      expect(inside.filter(({ hasOutline }) => !hasOutline)).toEqual([]);
      const summary = page.locator('.timeline summary').first();
      await summary.focus();
      await page.keyboard.press('Enter');
      expect(await summary.evaluate((one) => (one.parentElement as HTMLDetailsElement).open)).toBe(true);
      await page.close();
    },
  );

  test('the skip link leads past the navigation', async () => {
    const { page } = await openPage(browser, pages.systems, { width: 1440, scheme: 'light' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await page.close();
  });

  test.each(['systems', 'hostile'] as const)(
    '%s: headings step down one by one, ids are unique, links lead somewhere',
    async (name) => {
      const { page } = await openPage(browser, pages[name], { width: 1440, scheme: 'light' });
      const found = await page.evaluate(() => {
        const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5')].map(({ tagName }) =>
          Number(tagName[1]),
        );
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        return {
          first: levels[0],
          skips: levels.filter((level, i) => i > 0 && level > (levels[i - 1] as number) + 1),
          twice: ids.filter((id, i) => ids.indexOf(id) !== i),
          lost: [...document.querySelectorAll('a')]
            .map((link) => link.getAttribute('href') ?? '')
            .filter((href) => document.querySelector(href) === null),
          unnamed: [...document.querySelectorAll('[role=img],[role=region],pre[tabindex]')].filter(
            (one) => !one.hasAttribute('aria-label') && !one.hasAttribute('aria-labelledby'),
          ).length,
        };
      });
      expect(found).toEqual({ first: 1, skips: [], twice: [], lost: [], unnamed: 0 });
      await page.close();
    },
  );

  test('names and SQL stay text, whatever they hold', async () => {
    const { page } = await openPage(browser, pages.hostile, { width: 1440, scheme: 'light' });
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.evaluate(() => document.body.innerHTML.match(/\son\w+=/g))).toBeNull();
    const text = await page.evaluate(() => document.body.textContent ?? '');
    expect(text.split(hostile.slice(0, 30)).length).toBeGreaterThan(8);
    await page.close();
  });

  test('shows each part: findings with code, timeline, locks, diagram with what changed', async () => {
    const { page } = await openPage(browser, pages.systems, { width: 1440, scheme: 'light' });
    const descriptors = page.locator('section.project', {
      has: page.getByRole('heading', { name: 'systems/descriptors', exact: true }),
    });
    expect(await descriptors.locator('.timeline > li').count()).toBe(5);
    expect(await descriptors.locator('.strip rect').count()).toBeGreaterThan(3);
    expect(await descriptors.locator('.er .box').count()).toBe(5);
    expect(await descriptors.locator('.er .marked.new').count()).toBe(8);
    expect(await descriptors.locator('.er .edges path').count()).toBe(6);
    const stale = page.locator('section.project', {
      has: page.getByRole('heading', { name: 'cases/incidents/stale-columns', exact: true }),
    });
    expect(await stale.locator('.finding.error mark').first().textContent()).toBe('"excellent"');
    await page.close();
  });
});

/** Texts whose contrast with what lies behind them is below 4.5 to 1. https://www.w3.org/TR/WCAG22/#contrast-minimum */
function faintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0] = parts(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const colour = getComputedStyle(element).backgroundColor;
      return (parts(colour)[3] ?? 1) === 1 ? colour : behind(element.parentElement);
    };
    const faint = new Set<string>();
    for (const element of document.querySelectorAll('body *:not(svg *)')) {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent?.trim() !== '',
      );
      if (!hasText || element.getClientRects().length === 0) continue;
      const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < 4.5) faint.add(`${element.tagName}.${element.className}: ${contrast.toFixed(2)}`);
    }
    return [...faint];
  });
}
