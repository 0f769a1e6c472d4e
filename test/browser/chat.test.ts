import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dayInOregon, figureParams } from '../../bot/guide.js';
import { loadKnowledge } from '../../knowledge/index.js';
import { loadLocales, type Translate } from '../../locales/index.js';
import { heedingReducedMotion } from '../../scripts/web-chat.js';
import { launch, skipWithoutChromium } from './chromium.js';
import { startProduct, type Product } from './product.js';
import { Visitor } from './visitor.js';

const WIDTHS = [320, 768, 1280];
const SCHEMES = ['light', 'dark'] as const;

describe.skipIf(skipWithoutChromium())('the page in a real Chromium', () => {
  let product: Product;
  let browser: Browser;
  let t: Translate;
  let visitor: Visitor | undefined;

  beforeAll(async () => {
    const words = (await loadLocales('locales')).translator('en');
    const figures = figureParams(dayInOregon(new Date()));
    t = (key, params) => words(key, { ...figures, ...params });
    [product, browser] = await Promise.all([startProduct(), launch()]);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  afterEach(async () => {
    const troubles = visitor?.troubles ?? [];
    await visitor?.leave();
    visitor = undefined;
    expect(troubles).toEqual([]);
  });

  const arrive = async (options: Parameters<typeof Visitor.arrive>[2] = {}): Promise<Visitor> => {
    visitor = await Visitor.arrive(browser, product.url, options);
    return visitor;
  };
  const ask = (question: string): string => t(`child-care:question.${question}.ask`);
  const label = (question: string, answer: string): string =>
    t(`child-care:question.${question}.answers.${answer}.label`);

  /** Answers by buttons as somebody who looks after children of other families at home on weekdays. */
  const untilCount = async (person: Visitor): Promise<void> => {
    await person.press(t('child-care:title'), ask('child-age'));
    await person.press(label('child-age', 'under-13'), ask('caregiver'));
    await person.press(label('caregiver', 'someone-else'), ask('parent-present'));
    await person.press(label('parent-present', 'no'), ask('care-location'));
    await person.press(label('care-location', 'caregivers-home'), ask('regular-basis'));
    await person.press(label('regular-basis', 'regular'), ask('licensed-location'));
    await person.press(label('licensed-location', 'no'), ask('child-count'));
  };

  test('a conversation by buttons ends in a result whose citation opens the law at its paragraph', async () => {
    const person = await arrive();
    await person.open();
    expect(await person.messages.first().innerText()).toContain(t('welcome.hello'));
    await untilCount(person);
    await person.type('3');
    await person.hears(t('result.quotes'));

    const result = await person.last();
    expect(result).toContain(t('child-care:outcome.not-child-care'));
    expect(result).toContain(
      '(F) By a person who cares for no more than three children in addition to any children who reside with the person;',
    );

    // Web Chat may still be scrolling to the beginning of the long answer: the keyboard does not depend on where the link is.
    const opened = person.context.waitForEvent('page', { timeout: 30_000 });
    const link = person.messages.last().getByRole('link').first();
    await link.focus();
    await link.press('Enter');
    const law = await opened;
    await law.waitForLoadState();
    expect(law.url()).toContain('/sources/ors-329a?as-of=');
    const target = law.locator('[data-key]:target, [data-key]:has(> .alias:target)');
    expect(await target.getAttribute('data-key')).toBe('ORS 329A.250(4)(b)(F)@2025-07-01');
    expect(await target.innerText()).toContain('no more than three children');
    const box = await target.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(800);
    const way = await law.evaluate<string>(
      `getComputedStyle(document.querySelector(':target > .way'), '::before').content`,
    );
    expect(way).toMatch(/ORS chapter 329A.*CHILD CARE FACILITIES.*329A\.250 Definitions.*\(4\) › \(b\) › \(F\)/);
  });

  test('a screen reader is told each message once, with its answers in it', async () => {
    const person = await arrive();
    await person.open();
    await person.listen();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.type('what is a babysitter?');
    await person.hears(ask('child-age'));
    await person.hears(label('child-age', 'under-13'));
    const told = (await person.told()).join('\n');
    const times = (words: string): number => told.split(words).length - 1;
    expect(times(ask('child-age'))).toBe(2);
    expect(times('what is a babysitter?')).toBe(1);
    // The question was put twice; each time its answers are heard once, with the message.
    expect(times(label('child-age', 'under-13'))).toBe(2);
  });

  test('for whoever wants less motion the chat jumps to a new message', async () => {
    const person = await arrive({ reducedMotion: 'reduce', viewport: { width: 400, height: 600 } });
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.page.evaluate(`{
      window.places = new Set();
      const transcript = document.querySelector('.webchat__basic-transcript__scrollable');
      const look = () => { window.places.add(Math.round(transcript.scrollTop)); requestAnimationFrame(look); };
      look();
    }`);
    await person.press(label('child-age', 'under-13'), ask('caregiver'));
    await expect.poll(() => person.sees(ask('caregiver'))).toBe(true);
    // A glide has some twenty places; a busy machine may make a few jumps of one.
    expect(await person.page.evaluate<number>('window.places.size')).toBeLessThanOrEqual(6);
    expect(await person.page.evaluate<number>('document.getAnimations().length')).toBe(0);
  });

  test('a free question in mid-flow is answered, and the open question comes again', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.type('what is a babysitter?');
    await expect.poll(() => person.messages.count()).toBeGreaterThanOrEqual(5);
    await person.hears(ask('child-age'));
    expect(await person.messages.nth(4).innerText()).toMatch(/not legal advice|do not|329A/);
    await person.press(label('child-age', 'under-13'), ask('caregiver'));
  });

  test('a reload in mid-flow shows the conversation again and goes on', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.press(label('child-age', 'under-13'), ask('caregiver'));
    const before = await person.messages.allInnerTexts();
    await person.page.reload();
    await person.hears(ask('caregiver'));
    expect(await person.messages.allInnerTexts()).toEqual(before);
    await person.press(label('caregiver', 'someone-else'), ask('parent-present'));
    expect(await person.said.allInnerTexts()).toEqual([
      t('child-care:title'),
      label('child-age', 'under-13'),
      label('caregiver', 'someone-else'),
    ]);
  });

  test('after a reload a long conversation stands at its newest message', async () => {
    const person = await arrive({ viewport: { width: 360, height: 740 } });
    await person.open();
    await untilCount(person);
    await person.page.reload();
    await person.hears(ask('child-count'));
    await expect.poll(() => person.sees(ask('child-count')), { timeout: 5_000 }).toBe(true);
  });

  test('“New person: erase” asks first, then nothing of the conversation is left', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    const cookie = await person.context.cookies();

    await person.button(t('pages:chat.erase')).click();
    await person.button(t('pages:chat.erase-cancel')).click();
    expect(await person.last()).toContain(ask('child-age'));

    await person.button(t('pages:chat.erase')).click();
    await person.button(t('pages:chat.erase-confirm')).click();
    await person.page.getByText(t('pages:chat.erased')).waitFor();
    await person.hears(t('welcome.hello'));
    expect(await person.messages.count()).toBe(1);
    expect(await person.said.count()).toBe(0);

    // The old cookie opens nothing any more: whoever kept it gets a new conversation.
    const fresh = await person.context.cookies();
    expect(fresh.map(({ value }) => value)).not.toEqual(cookie.map(({ value }) => value));
    const answer = await fetch(`${product.url}/chat/session`, {
      method: 'POST',
      headers: { cookie: cookie.map(({ name, value }) => `${name}=${value}`).join('; ') },
    });
    expect(((await answer.json()) as { resumed: boolean }).resumed).toBe(false);
  });

  test('messages keep their own language and direction when the chat goes on in another', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.page.getByRole('link', { name: 'العربية', exact: true }).click();
    await person.page.waitForFunction("document.documentElement.lang === 'ar'");
    const first = person.messages.filter({ hasText: ask('child-age') }).first();
    await first.waitFor();
    const marked = first.locator('[lang=en][dir=ltr]').first();
    expect(await marked.innerText()).toContain(ask('child-age'));
  });

  test('what is sent while the connection is gone arrives when it is back, once', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.context.setOffline(true);
    await expect.poll(() => person.page.getByText(t('pages:chat.offline')).isVisible()).toBe(true);
    await person.type('under 13');
    await expect.poll(() => person.said.last().innerText()).toContain('under 13');
    await person.page.waitForTimeout(1_500);
    expect(await person.last()).toContain('under 13');
    await person.context.setOffline(false);
    await person.hears(ask('caregiver'));
    expect(await person.page.getByText(t('pages:chat.offline')).isVisible()).toBe(false);
    expect(await person.said.filter({ hasText: 'under 13' }).count()).toBe(1);
  });

  test('a message that is too long is not sent, and the page says why', async () => {
    const person = await arrive();
    await person.open();
    await person.type('why? '.repeat(900));
    await expect.poll(() => person.page.getByText('This message is too long').isVisible()).toBe(true);
    await person.type('help');
    await person.hears(t('help.intro'));
    expect(await person.page.getByText('This message is too long').isVisible()).toBe(false);
    // Web Chat reports on its console what it could not send.
    expect(person.troubles.splice(0).every((trouble) => trouble.includes('Failed to post activity'))).toBe(true);
  });

  test('two tabs show one conversation: the one that is looked at goes on with it', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    const other = await person.context.newPage();
    await other.goto(product.url);
    await other
      .getByRole('toolbar')
      .getByRole('button', { name: label('child-age', 'under-13'), exact: true })
      .click();
    await other.getByText(ask('caregiver')).first().waitFor();
    await person.page.bringToFront();
    await person.page.evaluate("window.dispatchEvent(new Event('focus'))");
    await person.hears(ask('caregiver'));
    await person.press(label('caregiver', 'someone-else'), ask('parent-present'));
    await other.close();
  });

  test('a double click on a button is one answer', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.answer(label('child-age', 'under-13')).dblclick();
    await person.hears(ask('caregiver'));
    await person.page.waitForTimeout(500);
    expect(await person.said.count()).toBe(2);
    expect(await person.messages.count()).toBe(5);
  });

  test('a second click answers nothing that comes under the pointer meanwhile, and the message box stays open', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    const button = await person.answer(label('child-age', 'under-13')).boundingBox();
    const [x, y] = [(button?.x ?? 0) + 20, (button?.y ?? 0) + 20];
    const { mouse } = person.page;
    await mouse.dblclick(x, y);
    await person.hears(ask('caregiver'));
    // The third click of the same hand, on what stands there now.
    await mouse.down({ clickCount: 3 });
    await mouse.up({ clickCount: 3 });
    await person.page.waitForTimeout(900);
    expect(await person.said.count()).toBe(2);
    expect(await person.page.locator('textarea').first().getAttribute('readonly')).toBeNull();
  });

  test('an answer to an earlier question changes nothing and the open question comes again', async () => {
    const person = await arrive();
    await person.open();
    await person.press(t('child-care:title'), ask('child-age'));
    await person.press(label('child-age', 'under-13'), ask('caregiver'));
    // What an old button would send: through this very conversation, as another of its windows could.
    const stale = await person.page.evaluate<number>(`(async () => {
      const json = { 'content-type': 'application/json' };
      const session = await (await fetch('/chat/session', { method: 'POST', headers: json, body: '{}' })).json();
      const sent = await fetch('/v3/directline/conversations/' + session.conversationId + '/activities', {
        method: 'POST',
        headers: { ...json, authorization: 'Bearer ' + session.token },
        body: JSON.stringify({
          type: 'message',
          from: { id: session.user.id },
          text: 'old button',
          value: { question: 'child-age', answer: '18-or-older' },
        }),
      });
      return sent.status;
    })()`);
    expect(stale).toBe(200);
    await person.messages.filter({ hasText: t('notice.stale-answer') }).waitFor();
    await person.hears(ask('caregiver'));
    await person.press(label('caregiver', 'someone-else'), ask('parent-present'));
  });

  test('everything can be reached and pressed with the keyboard alone', async () => {
    const person = await arrive();
    await person.open();
    await person.page.keyboard.press('Tab');
    expect(await person.page.evaluate('document.activeElement.textContent')).toBe(t('pages:site.skip'));
    const seen: string[] = [];
    const inChat = "document.activeElement.closest('[role=toolbar]') !== null";
    for (let step = 0; step < 45 && !(await person.page.evaluate<boolean>(inChat)); step += 1) {
      await person.page.keyboard.press('Tab');
      seen.push(await person.page.evaluate<string>('document.activeElement.textContent'));
    }
    expect(seen).toContain(t('pages:chat.erase'));
    expect(seen.at(-1)).toBe(t('child-care:title'));
    await person.page.keyboard.press('Enter');
    await person.hears(ask('child-age'));
    await person.answer(label('child-age', 'under-13')).waitFor();
    await person.page.keyboard.press('Shift+Tab');
    await person.page.keyboard.press('Enter');
    await person.hears(ask('caregiver'));
  });

  test('law is shown as it is printed: labels such as (c) and straight quotes stay', async () => {
    const { law } = loadKnowledge('build/knowledge');
    const person = await arrive();
    await person.open();
    const straight = law.provisions.find((provision) => law.text(provision).includes('"'));
    for (const id of ['ORS 329A.250(4)(c)', 'ORS 329A.330(9)(c)', straight?.id ?? '']) {
      const count = await person.messages.count();
      await person.type(`cite ${id}`);
      await expect.poll(() => person.messages.count()).toBeGreaterThanOrEqual(count + 2);
      const text = await person.last();
      expect(text).not.toMatch(/[©®™]/);
      const cited = law.at(id, dayInOregon(new Date()));
      if (!cited) throw new Error(`${id} is not in the sources`);
      const printed = law
        .text(cited)
        .replace(/^#+ |\*\*|^ *- /gm, '')
        .split('\n')
        .map((line) => line.trim());
      for (const line of printed.filter((line) => line.includes('"') || line.startsWith('(c)'))) {
        expect(text.replace(/\s+/g, ' ')).toContain(line.replace(/\s+/g, ' '));
      }
    }
  });
});

describe.skipIf(skipWithoutChromium())('when something is missing, and in every size', () => {
  let product: Product;
  let browser: Browser;
  let t: Translate;
  const ask = (question: string): string => t(`child-care:question.${question}.ask`);

  beforeAll(async () => {
    t = (await loadLocales('locales')).translator('en');
    [product, browser] = await Promise.all([startProduct(), launch()]);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  test('without JavaScript the page says so, and the law can be read with its paragraph marked', async () => {
    const person = await Visitor.arrive(browser, product.url, { javaScriptEnabled: false });
    // Chromium does not show <noscript> when scripts are turned off from outside, so the page's source is read.
    const response = await person.page.goto(product.url);
    expect(await response?.text()).toMatch(new RegExp(`<noscript>[^]*${t('pages:chat.no-script')}[^]*</noscript>`));
    await person.page.goto(`${product.url}/sources/ors-329a?as-of=2025-06-30#ORS%20329A.250(5)`);
    const target = person.page.locator('[data-key="ORS 329A.250(5)@2023"]');
    await target.waitFor();
    const { y } = (await target.boundingBox()) ?? { y: -1 };
    expect(y).toBeGreaterThan(-5);
    expect(y).toBeLessThan(400);
    expect(person.troubles).toEqual([]);
    await person.leave();
  });

  test('when Web Chat does not load, the page says what to do', async () => {
    const person = await Visitor.arrive(browser, product.url);
    await person.page.route('**/assets/webchat.*', (route) => route.abort());
    await person.page.goto(product.url);
    await person.page.getByText(t('pages:chat.no-bundle')).waitFor();
    await person.leave();
  });

  test('when the server does not answer, “Try again” goes on once it does', async () => {
    const person = await Visitor.arrive(browser, product.url);
    await person.page.route('**/chat/session', (route) => route.abort());
    await person.page.goto(product.url);
    await person.page.getByText(t('pages:chat.failed')).waitFor();
    await person.page.unroute('**/chat/session');
    await person.button(t('pages:chat.retry')).click();
    await person.buttons.first().waitFor();
    expect(await person.page.getByText(t('pages:chat.failed')).isVisible()).toBe(false);
    await person.leave();
  });

  test('a conversation that is gone is replaced by a new one, with a plain notice', async () => {
    const person = await Visitor.arrive(browser, product.url);
    await person.open();
    await person.type('hello');
    await expect.poll(() => person.messages.count()).toBeGreaterThan(1);
    expect(await person.page.evaluate(`fetch('/chat/session', { method: 'DELETE' }).then((r) => r.status)`)).toBe(204);
    await person.page.reload();
    await person.page.getByText(t('pages:chat.lost')).waitFor();
    await person.buttons.first().waitFor();
    expect(await person.messages.count()).toBe(1);
    await person.leave();
  });

  test('a source page finds a paragraph in another spelling, and says when there is none', async () => {
    const person = await Visitor.arrive(browser, product.url);
    await person.page.goto(`${product.url}/sources/ors-329a?as-of=2026-01-01#ors%20329a.280(1)`);
    await expect.poll(() => person.page.url()).toContain('#ORS%20329A.280(1)');
    await person.page.goto(`${product.url}/sources/ors-329a?as-of=2026-01-01#ORS%20329A.999`);
    await person.page.getByText(t('pages:sources.not-here')).waitFor();
    expect(person.troubles).toEqual([]);
    await person.leave();
  });

  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      test(`nothing is cut off at ${width} pixels, ${colorScheme}`, async () => {
        const person = await Visitor.arrive(browser, product.url, {
          viewport: { width, height: width < 500 ? 640 : 800 },
          colorScheme,
        });
        const overflows = (): Promise<boolean> =>
          person.page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
        const look = async (name: string): Promise<void> => {
          expect([name, await overflows()]).toEqual([name, false]);
          await person.screenshot(`${name}-${width}-${colorScheme}`);
        };
        await person.open();
        await look('chat');
        await person.buttons.first().click();
        await expect.poll(() => person.messages.count()).toBeGreaterThan(2);
        await expect.poll(() => person.sees(ask('child-age')), { timeout: 5_000 }).toBe(true);
        await look('question');
        for (const [name, path] of [
          ['sources', '/sources'],
          ['statute', '/sources/ors-329a'],
          ['paragraph', '/sources/ors-329a?as-of=2025-06-30#ORS%20329A.250(4)(b)(F)'],
          ['bulletin', '/sources/oregon-bulletin-2011-02'],
          ['guidance', '/sources/ode-section-7'],
          ['bad-date', '/sources/ors-329a?as-of=never'],
        ] as const) {
          // A page of its own each time: a new fragment alone would not load it.
          await person.page.goto('about:blank');
          await person.page.goto(product.url + path);
          await look(name);
        }
        await person.leave();
      });
    }
  }

  test('page, script and style are small, Web Chat travels compressed and is kept', async () => {
    const html = await (await fetch(product.url)).text();
    const bundle = /\/assets\/webchat\.[^"]+\.js/.exec(html)?.[0] ?? '';
    const response = await fetch(product.url + bundle, { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(800_000);
    expect(Buffer.byteLength(html)).toBeLessThan(9_000);
    const original = readFileSync('node_modules/botframework-webchat/dist/webchat.js', 'utf8');
    // Compared as one truth: the bundle is too long to print.
    expect((await response.text()) === heedingReducedMotion(original)).toBe(true);
  });
});
