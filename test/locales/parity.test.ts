import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figureParams } from '../../bot/guide.js';
import { fold, TIME_UNITS } from '../../dialogs/conversation/wording.js';
import { NOT_SURE, SKIP } from '../../dialogs/engine/flow.js';
import { loadLocales } from '../../locales/index.js';
import { ROOT } from '../knowledge/built.js';
import {
  fernandezHuerta,
  fleschKincaid,
  oborneva,
  oneWordEach,
  read,
  sentencesOf,
  syllablesEn,
  syllablesEs,
  syllablesRu,
  wordsOf,
  type Reading,
} from './reading.js';

type Leaf = string | number | boolean | null | readonly string[];
interface Message {
  file: string;
  key: string;
  text: string;
}

const LOCALES = join(ROOT, 'locales');
const WORDS_IN_A_SENTENCE = 20;
/** Formulas say little about a text shorter than this. */
const WORDS_TO_JUDGE = 30;
const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const PLACEHOLDER = /\{\{\s*([^}\s]+)\s*\}\}/g;

const ENGLISH_NAMES = [
  'Department of Early Learning and Care',
  'Department of Human Services',
  'Early Learning Council',
  'Early Childhood Suspension and Expulsion Prevention Program',
  'Suspension and Expulsion Prevention',
  'Central Background Registry',
  'Child Care Resource & Referral',
  'Child Care Resource and Referral',
  'Classroom Support',
  'Employment Related Day Care',
  'Temporary Assistance for Needy Families',
  'Inclusive Partners',
  'Relief Nursery',
  'Certified Child Care Center',
  'Certified Family Child Care Home',
  'Registered Family Child Care Home',
  'Registered Family',
  'Recorded Program',
  'Preschool Recorded Program',
  'School-Age Recorded Program',
  'Class A misdemeanor',
  'Food Handler',
];

/** Names that a reader will meet elsewhere, so that they cannot be shortened: each is one word of its sentence. */
const NAMES: Record<string, readonly string[]> = {
  en: ENGLISH_NAMES,
  es: [
    ...ENGLISH_NAMES,
    'Departamento de Aprendizaje y Cuidado Temprano',
    'Departamento de Servicios Humanos',
    'Consejo de Aprendizaje Temprano',
    'Programa de Prevención de la Suspensión y Expulsión en la Primera Infancia',
    'Registro Central de Antecedentes Penales',
    'Recursos y Referencias de Cuidado Infantil',
    'Asistencia Temporal para Familias Necesitadas',
    'Cuidado de Niños Relacionado con el Empleo',
  ],
  ru: [
    ...ENGLISH_NAMES,
    'Департамент раннего обучения и ухода за детьми',
    'Департамент социального обслуживания',
    'Департамента социального обслуживания',
    'Совет по раннему обучению',
    'Совета по раннему обучению',
    'Совету по раннему обучению',
    'Центральный реестр проверок',
    'Центральном реестре проверок',
    'Центральном реестре',
    'служба информации и направлений по уходу за детьми',
    'службу информации и направлений по уходу за детьми',
    'службе информации и направлений по уходу за детьми',
    'служба штата по предотвращению исключения детей',
    'службу штата по предотвращению исключения детей',
    'службы штата по предотвращению исключения детей',
    'службе штата по предотвращению исключения детей',
    'Временная помощь нуждающимся семьям',
  ],
};

/** English terms that other languages give in brackets. */
const IN_BRACKETS = [
  'child care facility',
  'child care',
  'founded or substantiated',
  'cease and desist',
  'civil penalty',
  'extended family',
  'on an occasional basis',
];

/** Terms of the glossary: one message cannot spare its reader them, so each counts as one easy word. */
const TERMS: Record<string, readonly string[]> = {
  en: [
    'child care facility',
    'child care',
    'family child care home',
    'certification',
    'certified',
    'registration',
    'registered',
    'recorded program',
    'parent, guardian or custodian',
    'founded or substantiated',
    'legal advice',
    'civil penalty',
    'special needs',
    'disability',
    'disabilities',
    'expulsion',
    'suspension',
    'copayment',
    'subsidized',
    'emergency',
    'protective services',
    'public body',
    'household income',
    'Oregon',
    'JavaScript',
  ],
  es: [
    'hogar registrado de cuidado infantil familiar',
    'hogar certificado de cuidado infantil familiar',
    'institución para el cuidado de niños',
    'cuidado infantil',
    'certificación',
    'certificado',
    'certificados',
    'registro',
    'registrado',
    'registrados',
    'programa asentado',
    'padre, madre, tutor legal o persona con custodia',
    'tutor legal',
    'persona con custodia',
    'fundado o comprobado',
    'familia extendida',
    'asesoría legal',
    'multa civil',
    'necesidades especiales',
    'discapacidad',
    'expulsión',
    'suspensión',
    'copago',
    'subsidiado',
    'servicios de protección',
    'organismo público',
    'edad escolar',
    'edad preescolar',
    'primera infancia',
    'ingreso del hogar',
    'Oregon',
    'JavaScript',
    ...IN_BRACKETS,
  ],
  ru: [
    'уход за детьми',
    'уходом за детьми',
    'ухода за детьми',
    'уходу за детьми',
    'учреждение по уходу за детьми',
    'учреждению по уходу за детьми',
    'центр по уходу за детьми',
    'семейный детский сад',
    'сертификация',
    'сертификации',
    'сертификацию',
    'сертифицирована',
    'сертифицированы',
    'сертифицированная',
    'сертифицированный',
    'сертифицированные',
    'регистрация',
    'регистрации',
    'регистрацию',
    'зарегистрирована',
    'зарегистрированы',
    'зарегистрированная',
    'зарегистрированный',
    'зарегистрированные',
    'постановка на учёт',
    'родитель, опекун или попечитель',
    'родителя, опекуна или попечителя',
    'расширенную семью',
    'юридическая консультация',
    'гражданский штраф',
    'особые потребности',
    'особых потребностей',
    'инвалидность',
    'инвалидности',
    'исключение',
    'исключения',
    'исключений',
    'отстранение',
    'жестокое обращение',
    'отстранять',
    'исключать',
    'предотвращения исключения детей',
    'предотвращении исключения детей',
    'государственный орган',
    'департамент',
    'Орегона',
    'JavaScript',
    ...IN_BRACKETS,
  ],
};

/** How a text is measured in each language, and what still reads easily. */
const EASY: Record<
  string,
  { syllables: (word: string) => number; score: (r: Reading) => number; easy: (n: number) => boolean }
> = {
  en: { syllables: syllablesEn, score: fleschKincaid, easy: (n) => n <= 8 },
  es: { syllables: syllablesEs, score: fernandezHuerta, easy: (n) => n >= 60 },
  ru: { syllables: syllablesRu, score: oborneva, easy: (n) => n >= 40 },
};

const filesOf = (tag: string): string[] =>
  readdirSync(join(LOCALES, tag))
    .filter((file) => file.endsWith('.json'))
    .sort();

/** All values of a file by their dotted keys; a list is one value. */
function leavesOf(tag: string, file: string): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, below] of Object.entries(value)) walk(below, path === '' ? key : `${path}.${key}`);
    } else leaves.set(path, value as Leaf);
  };
  walk(JSON.parse(readFileSync(join(LOCALES, tag, file), 'utf8')) as unknown, '');
  return leaves;
}

const tags = readdirSync(LOCALES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const others = tags.filter((tag) => tag !== 'en');
const family = (key: string): string => key.replace(PLURAL, '');
const kindOf = (value: Leaf): string => (Array.isArray(value) ? 'list' : typeof value);
/** What a text gives in quotes, in the marks of any language. */
const quotesIn = (text: string): string[] =>
  [...text.matchAll(/“(.+?)”|«(.+?)»|„(.+?)“|「(.+?)」|"(.+?)"/gu)].map((m) => m.slice(1).find(Boolean) ?? '');
const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] as string))].sort();

/** What people read: every sentence, button and label, but no list of what they may type. */
function messagesOf(tag: string): Message[] {
  return filesOf(tag)
    .filter((file) => file !== 'language.json')
    .flatMap((file) =>
      [...leavesOf(tag, file)].flatMap(([key, value]) =>
        typeof value === 'string' ? [{ file, key, text: value }] : [],
      ),
    );
}

/** By key family: all forms of a message, in one. */
function families(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { file, key, text } of messagesOf(tag)) {
    const name = `${file} ${family(key)}`;
    found.set(name, `${found.get(name) ?? ''} ${text}`);
  }
  return found;
}

/** Languages in which marks tell words apart: "sáu" is six, "sau" is after. */
const MARKS_TELL: ReadonlySet<string> = new Set(['vi']);
const wordsIn = (text: string, tag: string): string[] =>
  MARKS_TELL.has(tag)
    ? (text
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+(?:\.\d+)?/gu) ?? [])
    : fold(text).split(' ');

/** Numbers above one, in digits or as a word of the language. */
function numbersIn(text: string, tag: string): Set<number> {
  // A word that is a unit of time too ("năm": five, year) tells nothing.
  const units = new Set(TIME_UNITS.flatMap((unit) => locales.list(tag, `commands:units.${unit}`)));
  const numberWords = new Map(
    Object.entries(locales.language(tag).numberWords)
      .filter(([word]) => !units.has(word))
      .map(([word, number]) => [wordsIn(word, tag).join(' '), number]),
  );
  const found = wordsIn(text.replace(PLACEHOLDER, ' '), tag)
    .map((word) => (/^\d+$/.test(word) ? Number(word) : numberWords.get(word)))
    .filter((number) => number !== undefined && number > 1);
  return new Set(found as number[]);
}

/** The questions of every flow, as the English words name them: a flow's file has the phrases that start it. */
interface Question {
  flow: string;
  name: string;
  /** Ids of its choices; none where it takes a number. */
  ids: readonly string[];
}
const keysOf = (file: string): string[] => [...leavesOf('en', file).keys()];
const flows = filesOf('en')
  .filter((file) => keysOf(file).includes('start'))
  .map((file) => file.replace(/\.json$/, ''));
const questions: Question[] = flows.flatMap((flow) => {
  const keys = keysOf(`${flow}.json`);
  const found = (pattern: RegExp): string[] => [...new Set(keys.flatMap((key) => pattern.exec(key)?.[1] ?? []))];
  return found(/^question\.([^.]+)\./).map((name) => ({
    flow,
    name,
    ids: found(new RegExp(`^question\\.${name}\\.answers\\.([^.]+)\\.`)),
  }));
});

const locales = await loadLocales(LOCALES);
const figures = figureParams('2026-11-21');

describe.each(others)('the words of %s beside the English ones', (tag) => {
  it('are in the same files', () => {
    expect(filesOf(tag)).toEqual(filesOf('en'));
  });

  it.each(filesOf('en').filter((file) => file !== 'language.json'))('have the same keys and kinds in %s', (file) => {
    const shape = (of: string): string[] =>
      [...new Set([...leavesOf(of, file)].map(([key, value]) => `${family(key)}: ${kindOf(value)}`))].sort();
    expect(shape(tag)).toEqual(shape('en'));
  });

  it('say the same things of the language itself', () => {
    const keys = (of: string): string[] =>
      Object.keys(JSON.parse(readFileSync(join(LOCALES, of, 'language.json'), 'utf8')) as object)
        .filter((key) => !['letters', 'monthNames', 'dayWritten', 'marks'].includes(key))
        .sort();
    expect(keys(tag)).toEqual(keys('en'));
  });

  it('have the same placeholders', () => {
    const english = families('en');
    const wrong = [...families(tag)].filter(
      ([name, text]) => placeholdersOf(text).join() !== placeholdersOf(english.get(name) ?? '').join(),
    );
    expect(wrong).toEqual([]);
  });

  it('name no number of their own where English has a placeholder: figures of the law come from the law', () => {
    const english = families('en');
    const wrong = [...families(tag)].filter(([name, text]) => {
      const said = english.get(name) ?? '';
      const allowed = numbersIn(said, 'en');
      return placeholdersOf(said).length > 0 && [...numbersIn(text, tag)].some((n) => !allowed.has(n));
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(tags)('the words of %s', (tag) => {
  it('are never empty', () => {
    const empty = filesOf(tag).flatMap((file) =>
      [...leavesOf(tag, file)].filter(([, value]) =>
        (Array.isArray(value) ? value : [value]).some((text) => typeof text === 'string' && text.trim() === ''),
      ),
    );
    expect(empty).toEqual([]);
  });

  it('let people type what buttons and the help message say', () => {
    const t = locales.translator(tag);
    const phrases = (key: string): Set<string> => new Set(locales.list(tag, `commands:${key}`).map(fold));
    const quoted = (key: string, at = 0): string => quotesIn(t(key)).at(at) ?? '';
    for (const command of ['back', 'why', 'review', 'not-sure', 'restart', 'cancel', 'forget']) {
      expect(phrases(command), `help.${command}`).toContain(fold(quoted(`help.${command}`)));
    }
    expect(phrases('forget')).toContain(fold(quoted('welcome.terms')));
    expect(phrases('forget')).toContain(fold(quoted('pages:site.privacy')));
    expect(phrases('review')).toContain(fold(quoted('notice.stale-answer')));
    expect(phrases('help')).toContain(fold(quoted('notice.unknown-command')));
    expect(phrases('kinship')).toContain(fold(quoted('child-care:question.related-count.help', -1)));
    expect(locales.list(tag, 'child-care:start').map(fold)).toContain(
      fold(quoted('license:advice.assumes-child-care', -1)),
    );
    const cite = quoted('help.cite').replace(/\s*329A.*$/, '');
    expect(locales.list(tag, 'commands:cite-words')).toContain(cite);
    const labels = {
      'question.back': 'back',
      'question.why': 'why',
      'question.help-me-count': 'kinship',
      'result.again': 'restart',
      'result.review': 'review',
      'result.other': 'menu',
    };
    for (const [label, command] of Object.entries(labels)) expect(phrases(command), label).toContain(fold(t(label)));
  });
});

describe('what people type', () => {
  type Phrase = readonly [phrase: string, meaning: string];
  const COMMANDS = ['menu', 'back', 'why', 'review', 'restart', 'cancel', 'forget', 'help', 'today', 'kinship'];

  const commandsOf = (tag: string): Phrase[] => {
    const t = locales.translator(tag);
    const list = (key: string): string[] => locales.list(tag, key).map(fold);
    return [
      ...COMMANDS.flatMap((command) => list(`commands:${command}`).map((p): Phrase => [p, command])),
      ...list('commands:language').map((p): Phrase => [p, `language ${tag}`]),
      [fold(locales.language(tag).name), `language ${tag}`],
      ...flows.flatMap((flow) =>
        [...list(`${flow}:start`), fold(t(`${flow}:title`))].map((p): Phrase => [p, `start ${flow}`]),
      ),
    ];
  };

  const answersOf = (tag: string, { flow, name, ids }: Question): Phrase[] => {
    const t = locales.translator(tag);
    const list = (key: string, meaning: string): Phrase[] =>
      locales.list(tag, key).map((p): Phrase => [fold(p), meaning]);
    const phrases: Phrase[] = [...list('commands:not-sure', NOT_SURE), [fold(t('question.not-sure')), NOT_SURE]];
    if (ids.length === 0) return [...phrases, ...list('commands:skip', SKIP), [fold(t('question.skip')), SKIP]];
    if (ids.includes('yes')) phrases.push(...list('commands:yes', 'yes'), ...list('commands:no', 'no'));
    for (const id of ids) {
      const key = `${flow}:question.${name}.answers.${id}`;
      phrases.push([fold(t(`${key}.label`, figures)), id], [fold(id), id], ...list(`${key}.synonyms`, id));
    }
    return phrases;
  };

  it.each(tags)('can be what an example shows (%s)', (tag) => {
    const t = locales.translator(tag);
    const joints = new Set(locales.language(tag).and.map(fold));
    for (const question of questions.filter(({ ids }) => ids.length > 0)) {
      const key = `${question.flow}:question.${question.name}.example`;
      const known = new Set(answersOf(tag, question).map(([phrase]) => phrase));
      const shown = quotesIn(t(key, figures)).map(fold);
      expect(shown.length, key).toBeGreaterThan(0);
      for (const phrase of shown) {
        const parts = phrase.split(' ').map((word) => (joints.has(word) ? '|' : word));
        const answers = known.has(phrase) ? [phrase] : parts.join(' ').split('|').map(fold);
        expect([...known], key).toEqual(expect.arrayContaining(answers));
      }
    }
  });

  /** Phrases with more than one meaning, with all of their meanings. */
  const clashes = (phrases: readonly Phrase[]): string[] => {
    const meanings = new Map<string, Set<string>>();
    for (const [phrase, meaning] of phrases) meanings.set(phrase, (meanings.get(phrase) ?? new Set()).add(meaning));
    return [...meanings].filter(([, all]) => all.size > 1).map(([phrase, all]) => `${phrase}: ${[...all].join(', ')}`);
  };

  // A message is read in every language that ships, so a phrase must mean one thing in all of them together.
  const sets: [string, readonly string[]][] = [...tags.map((tag): [string, string[]] => [tag, [tag]]), ['all', tags]];

  it.each(sets)('means one command (%s)', (_name, among) => {
    expect(clashes(among.flatMap(commandsOf))).toEqual([]);
  });

  /** "mẹ" is mother and "tía" father in Vietnamese: folded, other words in English and Spanish. A person's own language is read first. */
  const OWN_FIRST = /^(?:me|tia): /;

  it.each(sets)('means one answer to a question, and no command beside it (%s)', (name, among) => {
    const commands = among.flatMap(commandsOf);
    const known = new Set(commands.map(([phrase]) => phrase));
    for (const question of questions) {
      const answers = among.flatMap((tag) => answersOf(tag, question));
      const where = `${question.flow} ${question.name}`;
      const bad = clashes(answers).filter((clash) => name !== 'all' || !OWN_FIRST.test(clash));
      expect(bad, where).toEqual([]);
      expect(
        answers.filter(([phrase]) => known.has(phrase)),
        where,
      ).toEqual([]);
    }
  });

  it('means one answer where the conversation itself asks', () => {
    const phrases = tags.flatMap((tag) => {
      const t = locales.translator(tag);
      return (['yes', 'no'] as const).flatMap((id) =>
        [...locales.list(tag, `commands:${id}`), t(`confirm.${id}`), t(`go-on.${id}`)].map((p): Phrase => [
          fold(p),
          id,
        ]),
      );
    });
    expect(clashes(phrases)).toEqual([]);
    const commands = new Set(tags.flatMap(commandsOf).map(([phrase]) => phrase));
    expect(phrases.filter(([phrase]) => commands.has(phrase))).toEqual([]);
  });

  it('is never taken for danger where it is a command or an answer', () => {
    const danger = tags.flatMap((tag) => locales.list(tag, 'commands:danger')).map((p) => ` ${fold(p)} `);
    const ordinary = tags.flatMap((tag) => [
      ...commandsOf(tag),
      ...questions.flatMap((question) => answersOf(tag, question)),
    ]);
    expect(ordinary.filter(([phrase]) => danger.some((d) => ` ${phrase} `.includes(d)))).toEqual([]);
  });

  it('is one number where it is a number', () => {
    const numbers = tags.flatMap((tag) =>
      Object.entries(locales.language(tag).numberWords).map(([word, n]): Phrase => [fold(word), String(n)]),
    );
    expect(clashes(numbers)).toEqual([]);
  });
});

describe.each(tags.filter((tag) => TERMS[tag]))('the messages of %s read easily', (tag) => {
  const names = NAMES[tag] ?? [];
  const terms = [...names, ...(TERMS[tag] ?? [])];

  it(`in sentences of no more than ${WORDS_IN_A_SENTENCE} words`, () => {
    const long = messagesOf(tag).flatMap(({ file, key, text }) =>
      sentencesOf(text)
        .map((sentence) => ({ where: `${file} ${key}`, words: wordsOf(oneWordEach(sentence, names)).length, sentence }))
        .filter(({ words }) => words > WORDS_IN_A_SENTENCE),
    );
    expect(long).toEqual([]);
  });

  it('by the formula for the language, where they are long enough to tell', () => {
    const hard = messagesOf(tag).flatMap(({ file, key, text }) => {
      if (wordsOf(text).length < WORDS_TO_JUDGE) return [];
      const measure = EASY[tag];
      if (measure === undefined) throw new Error(`no formula for ${tag}`);
      const score = measure.score(read(text, terms, measure.syllables));
      return measure.easy(score) ? [] : [{ where: `${file} ${key}`, score: Math.round(score * 10) / 10 }];
    });
    expect(hard).toEqual([]);
  });
});
