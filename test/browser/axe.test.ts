import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLocales, type Locales } from '../../locales/index.js';
import { launch, skipWithoutChromium } from './chromium.js';
import { startProduct, type Product } from './product.js';
import { Visitor } from './visitor.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What Web Chat's own elements break, rule by rule: what it is, where it is known, and what we do about it. Nothing else is
 * let through, and nothing at all outside Web Chat.
 */
const WEB_CHAT: Readonly<Record<string, string>> = {};

interface Violation {
  id: string;
  nodes: { target: string[]; html: string }[];
}

/** Runs axe over the page, or over Web Chat alone. */
async function violations(page: Page, where: 'page' | 'web-chat'): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    async ({ rules, inside }) => {
      const axe = (
        globalThis as unknown as {
          axe: { run: (context: object, options: object) => Promise<{ violations: Violation[] }> };
        }
      ).axe;
      const context = inside ? { include: [['.web-chat-root']] } : { exclude: [['.web-chat-root']] };
      const { violations: all } = await axe.run(context, {
        runOnly: { type: 'tag', values: rules },
        resultTypes: ['violations'],
      });
      return all.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, html }) => ({ target: target.map(String), html: html.slice(0, 160) })),
      }));
    },
    { rules: RULES, inside: where === 'web-chat' },
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target, html }) => `${target.join(' ')} ${html}`)
        .slice(0, 3)
        .join(' | ')}`,
  );
}

describe.skipIf(skipWithoutChromium())('accessibility by axe, WCAG 2.2 AA', () => {
  let product: Product;
  let browser: Browser;
  let locales: Locales;

  beforeAll(async () => {
    [product, browser, locales] = await Promise.all([startProduct(), launch(), loadLocales('locales')]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const views = [
    ['light', 'en', 'light'],
    ['dark', 'en', 'dark'],
    ['Arabic', 'ar', 'light'],
    ['Arabic, dark', 'ar', 'dark'],
  ] as const;

  describe.each(views)('%s', (_name, tag, colorScheme) => {
    test('pages around the chat', async () => {
      const visitor = await Visitor.arrive(browser, product.url, { colorScheme });
      const pages = [
        '/sources',
        '/sources/delc-classroom-support',
        '/reference',
        '/reference?q=how+many+children',
        '/reference?q=income+limit',
        '/reference?id=ORS+329A.250(5)',
        '/reference?id=ORS+329A.330(2)(a)',
        '/reference/tables/license',
        '/summary/none',
        '/sources/no-such-document',
      ];
      const found: Record<string, string[]> = {};
      for (const path of pages) {
        await visitor.page.goto(`${product.url}${path}${path.includes('?') ? '&' : '?'}lang=${tag}`);
        const broken = await violations(visitor.page, 'page');
        if (broken.length > 0) found[path] = broken;
      }
      await visitor.leave();
      expect(found).toEqual({});
    });

    test('the chat from welcome to result, and its summary', async () => {
      const t = locales.translator(tag);
      const visitor = await Visitor.arrive(browser, product.url, { colorScheme });
      const found: Record<string, string[]> = {};
      const look = async (state: string): Promise<void> => {
        const around = await violations(visitor.page, 'page');
        const hasChat = (await visitor.page.locator('.web-chat-root').count()) > 0;
        const inside = (hasChat ? await violations(visitor.page, 'web-chat') : []).filter(
          (broken) => !((broken.split(':')[0] ?? '') in WEB_CHAT),
        );
        if (around.length + inside.length > 0) found[state] = [...around, ...inside];
      };
      await visitor.open(`/?lang=${tag}`);
      await look('welcome');
      await visitor.answer(t('expulsion-prevention:title')).click();
      await visitor.hears(t('expulsion-prevention:question.early-childhood.ask'));
      await look('question');
      await visitor.answer(t('expulsion-prevention:question.early-childhood.answers.no.label')).click();
      await visitor.hears(t('expulsion-prevention:question.role.ask'));
      await visitor.answer(t('question.not-sure')).click();
      await visitor.hears(t('expulsion-prevention:question.needs-accommodation.ask'));
      await visitor.answer(t('question.not-sure')).click();
      await visitor.hears(t('result.quotes'));
      await look('result');
      await visitor.button(t('pages:chat.erase')).click();
      await look('dialog');
      await visitor.button(t('pages:chat.erase-cancel')).click();
      await visitor.answer(t('result.summary')).click();
      await visitor.hears(t('summary.open'));
      const href = await visitor.messages.last().getByRole('link').first().getAttribute('href');
      await visitor.page.goto(href ?? '');
      await look('summary');
      await visitor.leave();
      expect(found).toEqual({});
    });
  });
});
