import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { describeUnless } from '../describe-unless';
import { newDataDir, removeDataDir, Service, until } from '../service';

/** Screenshots of each view, for people to look at, who ask for them: nothing is found by them, and they are a fifth of the work. */
const SCREENSHOTS = process.env.SCREENSHOTS === undefined ? undefined : join(__dirname, '../../../screenshots');

/** Finds what keeps people out; runs in the page as `axe`. */
const AXE = require.resolve('axe-core/axe.min.js');

/** How much wider than the window a page is, once charts have been drawn anew after a change of its size. */
const OVERFLOW = `new Promise((resolve) => {
  const measure = () => resolve(document.documentElement.scrollWidth - innerWidth);
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(measure)));
})`;

/** The longest time that anything may take to appear on the page, in milliseconds. */
const TIMEOUT = 15_000;

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** Browser tests; skipped if no browser can be provided (`provide-chromium.ts`). */
export function describeInBrowser(name: string, tests: () => void): void {
  describeUnless(process.env.CHROMIUM === undefined ? 'there is no Chromium' : undefined, name, tests);
}

/** The built service and a browser with its page. Console errors, exceptions, and requests to other hosts or outside of the base path are faults. */
export class Visit {
  private readonly faults: string[] = [];
  private readonly origins: string[];

  private constructor(
    readonly service: Service,
    private readonly browser: Browser,
    readonly page: Page,
    private readonly basePath: string,
  ) {
    this.origins = [service.base + basePath];
    page.on('console', (message) => {
      if (message.type() === 'error' && !isRefusal(message.text())) this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('request', (request) => {
      if (!this.origins.some((origin) => request.url().startsWith(`${origin}/`)))
        this.faults.push(`a request to ${request.url()}`);
    });
  }

  static async begin(environment: Readonly<Record<string, string>> = {}): Promise<Visit> {
    const service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', ...environment });
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '' });
    // No store is in this zone, so times in the browser's zone stand out. Without motion, colours are final at once.
    const context = await browser.newContext({
      viewport: DESKTOP,
      timezoneId: 'Asia/Kathmandu',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(TIMEOUT);
    await context.addInitScript({ path: AXE });
    return new Visit(service, browser, await context.newPage(), environment.BASE_PATH ?? '');
  }

  async end(): Promise<void> {
    try {
      await this.browser.close();
    } finally {
      await this.service.stop();
      await removeDataDir(this.service.dataDir);
    }
  }

  /** Allows requests to another origin, such as that of an OpenID provider. */
  mayLeaveFor(origin: string): void {
    this.origins.push(origin);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.service.base}${this.basePath}/#/${path}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Checks the open view in light and dark and on a phone, and takes screenshots if these were asked for; returns everything wrong with it. */
  async look(name: string): Promise<string[]> {
    await until(async () => (await this.page.getByText('Loading …').count()) === 0 || undefined, TIMEOUT);
    const found: string[] = [];
    // In the dark, nothing but the colours is another.
    for (const [colorScheme, rules] of [
      ['dark', ['color-contrast']],
      ['light', undefined],
    ] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.photograph(`${name}-${colorScheme}`);
      found.push(...(await this.barriers(rules)).map((barrier) => `${colorScheme}: ${barrier}`));
    }
    await this.page.setViewportSize(PHONE);
    await this.photograph(`${name}-phone`);
    const overflow: unknown = await this.page.evaluate(OVERFLOW);
    if (overflow !== 0) found.push(`wider than a phone by ${String(overflow)} pixels`);
    await this.page.setViewportSize(DESKTOP);
    return [...found, ...this.faults.splice(0)];
  }

  async photograph(name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }

  /** Accessibility violations, serious or worse, of some rules of axe or of all that it checks by default. */
  private async barriers(rules: readonly string[] | undefined): Promise<string[]> {
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    // Put together in the page: the whole of what axe says takes longer to hand over than to find.
    const found: unknown = await this.page.evaluate(`
      axe.run(${JSON.stringify(options)}).then(({ violations }) =>
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
    return z.array(z.string()).parse(found);
  }
}

/** Chromium logs every 4xx answer as an error, even one that a view handles. */
function isRefusal(text: string): boolean {
  return /status of 4\d\d/.test(text);
}
