import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadLocales, type Locales } from '../../locales/index.js';
import { launch, skipWithoutChromium } from './chromium.js';
import { startProduct, type Product } from './product.js';
import { Visitor } from './visitor.js';

const locales: Locales = await loadLocales('locales');
const FLOW = 'expulsion-prevention';

describe.skipIf(skipWithoutChromium())('a whole conversation in each language, in a real Chromium', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  /** What is answered, in the order in which it is asked. */
  const stepsIn = (tag: string): { ask: string; label: string }[] => {
    const t = locales.translator(tag);
    const step = (question: string, answer: string): { ask: string; label: string } => ({
      ask: t(`${FLOW}:question.${question}.ask`),
      label: answer === '' ? t('question.not-sure') : t(`${FLOW}:question.${question}.answers.${answer}.label`),
    });
    return [step('early-childhood', 'no'), step('role', 'parent'), step('needs-accommodation', '')];
  };

  describe.each([...locales.tags])('%s', (tag) => {
    const t = locales.translator(tag);
    const { direction } = locales.language(tag);

    test('by clicks, from the language’s own name to the printed summary', async () => {
      const person = await Visitor.arrive(browser, product.url, { viewport: { width: 1280, height: 900 } });
      await person.open('/');
      await person.page.getByRole('link', { name: locales.language(tag).name, exact: true }).click();
      await person.page.waitForFunction(`document.documentElement.lang === '${tag}'`);
      expect(await person.page.evaluate<string>('document.documentElement.dir')).toBe(direction);
      await person.hears(t('say.language'));
      await person.page.locator(`.more [data-start="${FLOW}"]`).click();
      for (const { ask, label } of stepsIn(tag)) {
        await person.hears(ask);
        await person.answer(label).click();
      }
      await person.hears(t('result.quotes'));
      expect(await person.last()).toContain('ORS 329A.600 (4)(g)');
      await person.screenshot(`conversation-${tag}-1280`);
      // The place is kept through a reload.
      await person.page.reload();
      await person.hears(t('result.quotes'));
      expect(await person.page.evaluate<string>('document.documentElement.lang')).toBe(tag);
      await person.type(locales.list(tag, 'commands:summary')[0] ?? '');
      await person.hears(t('summary.open'));
      const href = await person.messages.last().getByRole('link').first().getAttribute('href');
      await person.page.goto(href ?? '');
      expect(await person.page.evaluate<string>('document.documentElement.lang')).toBe(tag);
      expect(await person.page.locator('main').innerText()).toContain(t('pages:summary.lead'));
      await person.screenshot(`summary-${tag}`);
      expect(person.troubles).toEqual([]);
      await person.leave();
    });

    test('by keyboard alone, on a narrow screen', async () => {
      const person = await Visitor.arrive(browser, product.url, {
        viewport: { width: 320, height: 740 },
        locale: locales.language(tag).intl,
      });
      const { keyboard } = person.page;
      await person.open(`/?lang=${tag}`);
      const focused = (): Promise<string> =>
        person.page.evaluate<string>("(document.activeElement?.textContent ?? '').trim()");
      const inToolbar = (): Promise<boolean> =>
        person.page.evaluate<boolean>("document.activeElement?.closest('[role=toolbar]') !== null");
      /** Goes to the offered answers and along them to one, and presses it. */
      const choose = async (label: string, key: 'Tab' | 'Shift+Tab'): Promise<void> => {
        await person.answer(label).waitFor();
        for (let step = 0; step < 60 && !(await inToolbar()); step += 1) await keyboard.press(key);
        for (let step = 0; step < 12 && (await focused()) !== label; step += 1) await keyboard.press('ArrowRight');
        expect(await focused()).toBe(label);
        await keyboard.press('Enter');
      };
      await choose(t(`${FLOW}:title`), 'Tab');
      for (const { ask, label } of stepsIn(tag)) {
        await person.hears(ask);
        await choose(label, 'Shift+Tab');
      }
      await person.hears(t('result.quotes'));
      const width = await person.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(320);
      await person.screenshot(`conversation-${tag}-320`);
      expect(person.troubles).toEqual([]);
      await person.leave();
    });
  });
});
