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

/** What axe leaves out where it has seen the whole view at another width: the rows of a table are alike. */
const MOST_ROWS = 'tbody tr:nth-child(n+6)';

/** The longest time that anything may take to appear on the page, in milliseconds. */
const TIMEOUT = 15_000;

const DESKTOP = { width: 1280, height: 900 };
const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 360, height: 740 };
/** As wide as an A4 sheet without its margins. */
const PAPER = { width: 703, height: 1000 };
const THEMES = ['dark', 'light'] as const;

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

  /** Checks the open view in light and dark, on a phone and in print, and takes screenshots if asked to; returns every problem found. */
  async look(name: string): Promise<string[]> {
    await until(async () => (await this.page.getByText('Loading …').count()) === 0 || undefined, TIMEOUT);
    const found: string[] = [];
    for (const theme of THEMES) {
      await this.page.emulateMedia({ colorScheme: theme });
      await this.photograph(`${name}-${theme}`);
      found.push(...(await this.barriers(theme)));
    }
    await this.page.setViewportSize(PHONE);
    await this.photograph(`${name}-phone`);
    found.push(...(await this.overflow('a phone')));
    await this.page.emulateMedia({ media: 'print' });
    await this.page.setViewportSize(PAPER);
    found.push(...(await this.overflow('paper')));
    if ((await this.page.locator('form:visible, input:visible, select:visible').count()) > 0) {
      found.push('a form on paper');
    }
    await this.page.emulateMedia({ media: 'screen' });
    await this.page.setViewportSize(DESKTOP);
    return [...found, ...this.faults.splice(0)];
  }

  /** As `look`, for a main view: in light and dark at narrower widths, too. */
  async lookAtAllWidths(name: string): Promise<string[]> {
    const found = await this.look(name);
    for (const size of [PHONE, TABLET]) {
      await this.page.setViewportSize(size);
      for (const theme of THEMES) {
        await this.page.emulateMedia({ colorScheme: theme });
        found.push(
          ...(await this.barriers(theme, [MOST_ROWS])).map((barrier) => `${size.width} pixels wide, ${barrier}`),
        );
      }
      found.push(...(await this.overflow(`${size.width} pixels`)));
    }
    await this.page.setViewportSize(DESKTOP);
    return [...found, ...this.faults.splice(0)];
  }

  private async overflow(what: string): Promise<string[]> {
    const overflow: unknown = await this.page.evaluate(OVERFLOW);
    return overflow === 0 ? [] : [`wider than ${what} by ${String(overflow)} pixels`];
  }

  async photograph(name: string): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }

  /** Accessibility violations, serious or worse, in a theme that is shown. */
  private async barriers(theme: (typeof THEMES)[number], exclude: readonly string[] = []): Promise<string[]> {
    // In the dark, nothing but the colours is another.
    const options = { resultTypes: ['violations'], ...(theme === 'dark' && { runOnly: ['color-contrast'] }) };
    // Put together in the page: the whole of what axe says takes longer to hand over than to find.
    const found: unknown = await this.page.evaluate(`
      axe.run(${JSON.stringify({ exclude })}, ${JSON.stringify(options)}).then(({ violations }) =>
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
    return z
      .array(z.string())
      .parse(found)
      .map((barrier) => `${theme}: ${barrier}`);
  }
}

/** Chromium logs every 4xx answer as an error, even one that a view handles. */
function isRefusal(text: string): boolean {
  return /status of 4\d\d/.test(text);
}
