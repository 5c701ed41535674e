import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** How long something may take to show: a busy machine needs half a minute for the first page of a new service. */
const MOST_PATIENCE_MS = 50_000;

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What a page did that no page of ours may do. */
export interface Misdeeds {
  /** Requests to other origins, violations of the policy, errors of scripts and of the browser's console. */
  readonly found: string[];
}

export interface OpenPage extends Misdeeds {
  readonly page: Page;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  /** Lets a test put axe into the page. */
  readonly bypassCSP?: boolean;
}

/** Chromium with pages of the console, each in a context of its own. */
export class ConsoleBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly origin: string,
    private readonly known: readonly string[],
  ) {}

  /**
   * @param url where the service answers GraphQL.
   * @param known other origins that pages may go to.
   * @throws Error when there is no Chromium: `PIT_CHROMIUM` names one.
   */
  static async open(url: string, known: readonly string[] = []): Promise<ConsoleBrowser> {
    const executablePath = process.env['PIT_CHROMIUM'] ?? PATHS.find((path) => existsSync(path));
    if (executablePath === undefined)
      throw new Error('There is no Chromium: install it, or name one in PIT_CHROMIUM.');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new ConsoleBrowser(browser, new URL(url).origin, known);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Opens a page of the console, signed in by the token of a link where one is given. */
  async page(path: string, token?: string, options: PageOptions = {}): Promise<OpenPage> {
    const { width = 1280, height = 800, theme = 'light', bypassCSP = false } = options;
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      bypassCSP,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(MOST_PATIENCE_MS);
    const page = await context.newPage();
    const found = await this.watch(context, page);
    await page.goto(`${this.origin}${path}${token === undefined ? '' : `#token=${token}`}`);
    return { page, found };
  }

  private async watch(context: BrowserContext, page: Page): Promise<string[]> {
    const found: string[] = [];
    await context.exposeFunction('noteViolation', (text: string) => found.push(`policy: ${text}`));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        (globalThis as unknown as { noteViolation(text: string): void }).noteViolation(
          `${violatedDirective} ${blockedURI}`,
        ),
      );
    });
    page.on('pageerror', (error) => found.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') found.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== this.origin && !this.known.includes(origin)) found.push(`request: ${request.url()}`);
    });
    return found;
  }
}

const require = createRequire(import.meta.url);

/** What axe finds wrong with a page by WCAG 2.0 to 2.2, A and AA; the page has to be opened with `bypassCSP`. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run({ runOnly });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}
