import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const candidates = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; undefined where there is none, so that tests can say that they were skipped. */
export const browserPath: string | undefined = candidates.find((path) => path !== '' && existsSync(path));

export function openBrowser(): Promise<Browser> {
  // A container's root has no sandbox; the pages are the tests' own.
  return chromium.launch({ executablePath: browserPath as string, chromiumSandbox: false });
}

/** A page that was opened, with what it complained of and asked for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Addresses other than its own. */
  readonly requests: readonly string[];
}

export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

export async function openPage(browser: Browser, url: string, { width, scheme }: Look): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}
