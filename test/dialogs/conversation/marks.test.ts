import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { figureParams } from '../../../bot/guide.js';
import { wordingOf } from '../../../bot/wording.js';
import { readNumbers } from '../../../dialogs/conversation/numbers.js';
import { fold, isOtherWord, marksOf, mayBe, type Wording } from '../../../dialogs/conversation/wording.js';
import { flows } from '../../../dialogs/flows/index.js';
import { loadLocales } from '../../../locales/index.js';
import { ROOT } from '../../knowledge/built.js';

const wordings = new Map<string, Wording>();
beforeAll(async () => {
  const locales = await loadLocales(join(ROOT, 'locales'));
  for (const tag of locales.tags) wordings.set(tag, wordingOf(locales, tag, flows, figureParams('2026-11-21')));
});
const isOther = (tag: string, text: string): boolean =>
  isOtherWord(text, fold(text), (wordings.get(tag) as Wording).spellings);

describe('a language whose marks tell words apart', () => {
  it.each([
    ['đúng', false],
    ['Đúng!', false],
    ['dung', false],
    ['dừng', true],
    ['đứng', true],
    ['có', false],
    ['cỏ', true],
    ['không', false],
    ['khong', false],
    ['khống', true],
    // Half of the marks are typed, as on a phone.
    ['không chac', false],
  ])('%s is another word than the phrases: %s', (text, expected) => {
    expect(isOther('vi', text)).toBe(expected);
  });

  it('where the mark is put does not matter', () => {
    expect(mayBe(marksOf('hoà'), marksOf('hòa'))).toBe(true);
    expect(mayBe(marksOf('hóa'), marksOf('hòa'))).toBe(false);
  });

  it.each([
    ['ba đứa', [3]],
    ['bà ngoại', []],
    ['nam dua', [5]],
    ['bảy bé', [7]],
    ['bẩy bé', [7]],
    ['bây giờ', []],
    ['hài', []],
  ])('the numbers of %s are %j', (text, numbers) => {
    expect(readNumbers(text, wordings.get('vi') as Wording).numbers).toEqual(numbers);
  });

  it('elsewhere a forgotten or a wrong accent changes nothing', () => {
    expect(isOther('es', 'si')).toBe(false);
    expect(isOther('es', 'nó')).toBe(false);
    expect(isOther('ar', 'لأ')).toBe(false);
  });
});
