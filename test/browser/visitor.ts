import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

let folder: string | undefined;

/** Where screenshots go: outside the repository. */
export function screenshotFolder(): string {
  folder ??= process.env.SCREENSHOT_DIR ?? mkdtempSync(join(tmpdir(), 'guide-screenshots-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A person with a browser of their own: their own cookies, and a record of everything that went wrong. */
export class Visitor {
  private constructor(
    /** Errors and warnings of the console, uncaught errors, violations of the policy, requests to other machines. */
    readonly troubles: string[],
    readonly context: BrowserContext,
    readonly page: Page,
    readonly home: string,
  ) {}

  static async arrive(browser: Browser, home: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options });
    context.setDefaultTimeout(10_000);
    const troubles: string[] = [];
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => troubles.push(`uncaught: ${error.error().message}`));
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (!['blob:', 'data:'].includes(protocol) && hostname !== '127.0.0.1') troubles.push(`left: ${request.url()}`);
    });
    await context.addInitScript({
      content: `document.addEventListener('securitypolicyviolation', (event) => {
        console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI);
      });`,
    });
    const page = await context.newPage();
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).hostname !== '127.0.0.1') troubles.push(`left: ${socket.url()}`);
    });
    return new Visitor(troubles, context, page, home);
  }

  /** Opens the chat and waits for its first buttons. */
  async open(path = '/'): Promise<void> {
    await this.page.goto(this.home + path);
    await this.buttons.first().waitFor();
  }

  /** The answers that are offered now. */
  get buttons(): Locator {
    return this.page.locator('.webchat__suggested-action');
  }

  /** A button of the chat; Web Chat holds a copy of each for screen readers, which is not meant. */
  answer(label: string): Locator {
    return this.page.getByRole('toolbar').getByRole('button', { name: label, exact: true });
  }

  /** A button of the page around the chat. */
  button(label: string): Locator {
    return this.page.getByRole('button', { name: label, exact: true });
  }

  /** Messages in the order of the transcript, both sides. */
  get messages(): Locator {
    return this.page.locator('.webchat__bubble__content');
  }

  get said(): Locator {
    return this.page.locator('.webchat__bubble--from-user .webchat__bubble__content');
  }

  /** The text of the last message. */
  async last(): Promise<string> {
    return (await this.messages.last().innerText()).trim();
  }

  /** Waits until the last message holds these words. */
  async hears(words: string): Promise<void> {
    await expect.poll(() => this.last(), { timeout: 10_000 }).toContain(words);
  }

  /** From now on keeps what is put into regions that a screen reader reads out by itself. */
  async listen(): Promise<void> {
    await this.page.evaluate(`{
      window.toldAloud = [];
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          const element = node instanceof HTMLElement ? node : node.parentElement;
          const region = element?.closest('[aria-live], [role="log"], [role="status"], [role="alert"]');
          if (region && region.getAttribute('aria-live') !== 'off') window.toldAloud.push(element.innerText);
        }
      }).observe(document.body, { childList: true, subtree: true });
    }`);
  }

  /** What a screen reader was told since `listen`, a piece a line; what is not shown to it is left out. */
  told(): Promise<string[]> {
    return this.page.evaluate<string[]>('window.toldAloud');
  }

  /** True where the first line of the message that begins with these words is in sight within the transcript. */
  async sees(words: string): Promise<boolean> {
    const [message, transcript] = await Promise.all([
      this.messages.filter({ hasText: words }).last().boundingBox(),
      this.page.locator('.webchat__basic-transcript__scrollable').boundingBox(),
    ]);
    if (!message || !transcript) return false;
    return message.y >= transcript.y - 1 && message.y + 24 <= transcript.y + transcript.height;
  }

  /** Presses a button of the chat and waits for what comes of it. */
  async press(label: string, expected: string): Promise<void> {
    await this.answer(label).click();
    await this.hears(expected);
  }

  async type(text: string): Promise<void> {
    await this.page.locator('[data-testid="send box text area"], .webchat__send-box textarea').first().fill(text);
    await this.page.keyboard.press('Enter');
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screenshotFolder(), `${name}.png`) });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
