import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../knowledge/built.js';

const LOCALES = join(ROOT, 'locales');
const tags = readdirSync(LOCALES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Messages that people read, without lists of what they may type. */
function messages(tag: string): { where: string; text: string }[] {
  const found: { where: string; text: string }[] = [];
  const walk = (value: unknown, where: string): void => {
    if (typeof value === 'string') found.push({ where, text: value });
    else if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, below] of Object.entries(value)) walk(below, `${where}.${key}`);
    }
  };
  for (const file of readdirSync(join(LOCALES, tag))) {
    if (!file.endsWith('.json') || ['language.json', 'commands.json'].includes(file)) continue;
    walk(JSON.parse(readFileSync(join(LOCALES, tag, file), 'utf8')), file);
  }
  return found;
}

/** Numbers that are no figures of the law: names of laws, paragraphs and years of the sources, 911, and examples of answers. */
const NAMES = [
  /ORS (?:chapter )?\d+[A-Z]?(?:\.\d+)?(?:(?: (?:to|a|đến|إلى) |–|至)\d+\.\d+)?/g,
  /329A\.\d+ \(\d+\)/g,
  /(?:capítulo|chương|глав[аеуы]) 329A|(?:ال|لل)فصل 329A|第329A章/gi,
  /2023 edition|edición (?:de )?2023|ấn bản 2023|طبعة 2023|издани[ею] 2023 года|2023年版/gi,
  /\b2011\b/g,
  /\b911\b/g,
  /2026-06-30/g,
  /[“«]\d(?:(?: (?:and|y|và|و|и) |、)\d)?[”»]/g,
];

describe('numbers in the words', () => {
  it.each(tags)('are figures of the law in no message of %s: those come as placeholders', (tag) => {
    const own = messages(tag).flatMap(({ where, text }) => {
      if (where.includes('.example') || where.includes('range.amount')) return [];
      const bare = NAMES.reduce((rest, name) => rest.replace(name, ''), text.replace(/\{\{[^}]*\}\}/g, ''));
      return /\d/.test(bare) ? [`${where}: ${text}`] : [];
    });
    expect(own).toEqual([]);
  });

  it('are spelled out in no message either, where the law has such a figure', () => {
    const words: Record<string, RegExp> = {
      en: /\b(?:three children|six children|ten children|sixteen|seven percent|four hours|eight hours|thirty days|ninety days|two years|five years|seven years|twelve months)\b/i,
      es: /\b(?:tres niños|seis niños|diez niños|dieciséis|siete por ciento|cuatro horas|ocho horas|treinta días|noventa días|dos años|cinco años|siete años|doce meses)\b/i,
      // "\b" knows no letters beyond ASCII.
      vi: /(?<!\p{L})(?:ba trẻ|sáu trẻ|mười trẻ|mười sáu|bảy phần trăm|bốn giờ|tám giờ|ba mươi ngày|chín mươi ngày|hai năm|năm năm|bảy năm|mười hai tháng)(?!\p{L})/iu,
      ru: /(?<!\p{L})(?:тр(?:и|ёх) (?:ребёнка|детей)|шест[ьи] детей|десят[ьи] детей|шестнадцат|сем[ьи] процентов|четыр(?:е|ёх) час|восем[ьи] часов|тридцат[ьи] дней|девяност[оа] дней|дв(?:а|ух) (?:года|лет)|пят[ьи] лет|сем[ьи] лет|двенадцат[ьи] месяцев)/iu,
      'zh-Hans':
        /三[名个](?:孩子|儿童)|六[名个](?:孩子|儿童)|十[名个](?:孩子|儿童)|十六|百分之七|四个?小时|八个?小时|三十天|九十天|两年|五年|七年|十二个月/,
      ar: /(?:ثلاثة أطفال|ستة أطفال|عشرة أطفال|ستة عشر|سبعة في المئة|أربع ساعات|ثماني ساعات|ثلاثين يوم|تسعين يوم|سنتين|سنتان|خمس سنوات|سبع سنوات|اثني عشر شهر)/,
    };
    const own = tags.flatMap((tag) =>
      messages(tag).flatMap(({ where, text }) => (words[tag]?.test(text) ? [`${tag} ${where}: ${text}`] : [])),
    );
    expect(own).toEqual([]);
  });
});
