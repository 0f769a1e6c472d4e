import { beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { recognize, type Input } from '../../../dialogs/conversation/recognize.js';
import { flowLaw } from '../../../dialogs/conversation/result.js';
import type { Wording } from '../../../dialogs/conversation/wording.js';
import { flows, flowById } from '../../../dialogs/flows/index.js';
import { figureParams } from '../../../bot/guide.js';
import { wordingOf } from '../../../bot/wording.js';
import { loadLocales } from '../../../locales/index.js';
import { parsedLaw, ROOT } from '../../knowledge/built.js';

const DAY = '2026-11-21';
const wordings = new Map<string, Wording>();
beforeAll(async () => {
  const locales = await loadLocales(join(ROOT, 'locales'));
  for (const tag of locales.tags) wordings.set(tag, wordingOf(locales, tag, flows, figureParams(DAY)));
});

/** What a message is read as while a question is open. */
function read(text: string, flow: string, question: string, tag = 'en'): Input[] {
  const spec = flowById(flow)?.questions[question];
  if (!spec) throw new Error(question);
  const own = wordings.get(tag) as Wording;
  return recognize(
    { text, value: undefined },
    {
      open: { flow, question, spec, facts: {}, law: flowLaw(DAY) },
      wordings: [own, ...[...wordings.values()].filter((w) => w !== own)],
      looksLikeCitation: (t) => parsedLaw().looksLikeCitation(t),
      flows: [],
    },
  );
}

const number = (text: string, flow: string, question: string, tag?: string): unknown => {
  const [input] = read(text, flow, question, tag);
  return input?.kind === 'answer' ? input.answer : input?.kind;
};

describe('numbers as people write them', () => {
  it.each([
    ['5', 5],
    ['about 5 kids', 5],
    ['i have five', 5],
    ['there are five', 5],
    ['twenty-one', 21],
    ['two dozen', 24],
    ['a dozen', 12],
    ['one hundred and five', 105],
    ['two hundred', 200],
    ['none', 0],
    ['-3', -3],
  ])('%s children: %i', (text, value) => {
    expect(number(text, 'child-care', 'child-count')).toBe(value);
  });

  it.each([
    ['٥', 5],
    ['حوالي ٥ أطفال', 5],
    ['عندي طفلين', 2],
    ['عندي ١١ طفل', 11],
    ['خمسة وعشرين', 25],
    ['خمسه و عشرين', 25],
    ['مئة وخمسة', 105],
    ['ولا واحد', 0],
    ['أكثر من 3', 'unclear'],
    ['خمسة وستة', 'unclear'],
  ])('%s in Arabic: %s', (text, value) => {
    expect(number(text, 'child-care', 'child-count', 'ar')).toBe(value);
  });

  it.each([
    ['٢٬٤٠٠ دولار', 2400],
    ['2400$', 2400],
    ['ألفين وأربعمئة بالشهر', 2400],
    ['٥٠٠ بالأسبوع', 'unclear'],
  ])('%s a month in Arabic: %s', (text, value) => {
    expect(number(text, 'erdc', 'monthly-income', 'ar')).toBe(value);
  });

  it.each([
    ['1 و3', ['income', 'protective-services']],
    ['دخل وعمل', ['income', 'work-search-education']],
  ])('%s: several choices, joined as Arabic joins them', (text, value) => {
    expect(number(text, 'erdc', 'bases', 'ar')).toEqual(value);
  });

  it.each([
    'more than 3',
    'over three',
    'at least 3',
    'not 5',
    'fewer than 4',
    'half a dozen',
    'minus 4',
    '2 million',
    '5 or 6',
    'no more than 3',
  ])('%s is no count', (text) => {
    expect(number(text, 'child-care', 'child-count')).toBe('unclear');
  });

  it.each([
    ['cinco', 5],
    ['como cinco niños', 5],
    ['creo que 5', 5],
    ['treinta y uno', 31],
    ['ciento cinco', 105],
    ['dos docenas', 24],
    ['ninguno', 0],
  ])('%s: %i', (text, value) => {
    expect(number(text, 'child-care', 'child-count', 'es')).toBe(value);
  });

  it.each(['más de 3', 'menos de 4', 'al menos 3'])('%s no es una cantidad', (text) => {
    expect(number(text, 'child-care', 'child-count', 'es')).toBe('unclear');
  });

  it.each([
    ['4.5', 4.5],
    ['4½', 4.5],
    ['four and a half', 4.5],
    ['4 hours and a half', 4.5],
    ['4 hours a day', 4],
  ])('%s hours a day: %d', (text, value) => {
    expect(number(text, 'license', 'hours-per-day')).toBe(value);
  });

  it('does not take another unit of time for the one that is asked', () => {
    expect(number('20 hours a week', 'license', 'hours-per-day')).toBe('unclear');
    expect(number('4 horas y media', 'license', 'hours-per-day', 'es')).toBe(4.5);
    expect(number('500 a week', 'erdc', 'monthly-income')).toBe('unclear');
    expect(number('30000 a year', 'erdc', 'monthly-income')).toBe('unclear');
    expect(number('15 an hour', 'erdc', 'monthly-income')).toBe('unclear');
  });

  it.each([
    ['$2,400', 2400],
    ['2400 a month', 2400],
    ['2.400', 2400],
    ['2.5k', 2500],
    ['.50', 0.5],
    ['twenty four hundred', 2400],
    ['two thousand four hundred', 2400],
    ['1,234.56', 1234.56],
  ])('%s a month: %d', (text, value) => {
    expect(number(text, 'erdc', 'monthly-income')).toBe(value);
  });

  it('reads dos mil cuatrocientos', () => {
    expect(number('dos mil cuatrocientos', 'erdc', 'monthly-income', 'es')).toBe(2400);
  });

  it.each([
    ['khoảng 5 đứa', 5],
    ['năm bé', 5],
    ['nam be', 5],
    ['hai mươi mốt', 21],
    ['muoi lam', 15],
    ['một trăm lẻ năm', 105],
    ['không có', 0],
    ['hơn 3', 'unclear'],
    ['không quá 3', 'unclear'],
    ['gần 5', 'unclear'],
  ])('%s in Vietnamese: %s', (text, value) => {
    expect(number(text, 'child-care', 'child-count', 'vi')).toBe(value);
  });

  it('reads Vietnamese hours, money and ages: "năm" is five and year, a half follows its scale', () => {
    expect(number('3 tiếng một ngày', 'license', 'hours-per-day', 'vi')).toBe(3);
    expect(number('4 tiếng rưỡi', 'license', 'hours-per-day', 'vi')).toBe(4.5);
    expect(number('20 giờ một tuần', 'license', 'hours-per-day', 'vi')).toBe('unclear');
    expect(number('2 ngàn rưỡi', 'erdc', 'monthly-income', 'vi')).toBe(2500);
    expect(number('2 ngàn 4', 'erdc', 'monthly-income', 'vi')).toBe('unclear');
    expect(number('hai nghìn năm trăm', 'erdc', 'monthly-income', 'vi')).toBe(2500);
    expect(number('3 năm', 'child-care', 'child-age', 'vi')).toBe('under-13');
  });

  it('takes no short number word of another language', () => {
    expect(number('once', 'child-care', 'child-count')).not.toBe(11);
    expect(number('once', 'child-care', 'child-count', 'es')).toBe(11);
    expect(number('cinco', 'child-care', 'child-count')).toBe(5);
  });

  it('reads several choices, also as a range', () => {
    expect(number('1 and 3', 'erdc', 'bases')).toEqual(['income', 'protective-services']);
    expect(number('1-3', 'erdc', 'bases')).toEqual(['income', 'work-search-education', 'protective-services']);
    expect(number('1, 2', 'erdc', 'bases')).toEqual(['income', 'work-search-education']);
  });

  it.each([
    ['3', 'under-13'],
    ['he is 3', 'under-13'],
    ['four', 'under-13'],
    ['10 months', 'under-13'],
    ['my son is 2 years old', 'under-13'],
    ['14', '13-to-17'],
    ['18', '18-or-older'],
    ['12', 'under-13'],
    ['13', '13-to-17'],
  ])('the age %s is %s', (text, group) => {
    expect(number(text, 'child-care', 'child-age')).toBe(group);
  });

  it.each([
    ['5个', 5],
    ['大约五个孩子', 5],
    ['我照顾两个', 2],
    ['二十一个', 21],
    ['一百零五', 105],
    ['一个也没有', 0],
  ])('%s: %i', (text, value) => {
    expect(number(text, 'child-care', 'child-count', 'zh-Hans')).toBe(value);
  });

  it.each(['三四个', '3到5个', '超过3个', '不超过3个', '十来个', '3个侄女和2个邻居的孩子'])(
    '%s is no count',
    (text) => {
      expect(number(text, 'child-care', 'child-count', 'zh-Hans')).toBe('unclear');
    },
  );

  it.each([
    ['四个半小时', 4.5],
    ['一天4小时', 4],
    ['一个半小时', 1.5],
    ['每周20小时', 'unclear'],
  ])('%s a day: %s', (text, value) => {
    expect(number(text, 'license', 'hours-per-day', 'zh-Hans')).toBe(value);
  });

  it.each([
    ['两千四', 2400],
    ['2千4', 2400],
    ['一个月两千四百五十元', 2450],
    ['一万二', 12000],
    ['1.5万', 15000],
    ['一年3万', 'unclear'],
    ['一小时15块', 'unclear'],
    ['3000多', 'unclear'],
  ])('%s a month: %s', (text, value) => {
    expect(number(text, 'erdc', 'monthly-income', 'zh-Hans')).toBe(value);
  });

  it.each(['收入和工作', '收入、工作', '1、2'])('%s is two choices', (text) => {
    expect(number(text, 'erdc', 'bases', 'zh-Hans')).toEqual(['income', 'work-search-education']);
  });
});
