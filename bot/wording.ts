import { NOT_SURE, SKIP, type Answer, type Flow } from '../dialogs/engine/flow.js';
import { CONVERSATION } from '../dialogs/conversation/session.js';
import {
  fold,
  marksOf,
  TIME_UNITS,
  type CommandInput,
  type Spellings,
  type Wording,
} from '../dialogs/conversation/wording.js';
import type { Language, Locales } from '../locales/index.js';
import { datesOf } from '../locales/dates.js';
import { spacedIn } from '../locales/spaced.js';
import { localized } from './localized.js';

/** Placeholders for every message: the law's figures by their names. */
export type FigureParams = Readonly<Record<string, string | number>>;

/**
 * What recognizing needs of one language, read out of its folder: commands, answers by label and synonym, number words.
 * `figures` fills the placeholders of labels ("Under {{child-age}}"), so that a label is understood as it is shown.
 */
export function wordingOf(locales: Locales, tag: string, flows: readonly Flow[], figures: FigureParams): Wording {
  const t = locales.translator(tag);
  const language = locales.language(tag);
  const spellings = new Map<string, string[][]>();
  /** A phrase folded; how it is spelled is remembered. */
  const learn = (text: string): string => remember(spellings, text);
  const list = (key: string): string[] => locales.list(tag, key).map(learn);
  const params = localized(language, figures);

  const commands = new Map<string, CommandInput>();
  const put = (phrases: readonly string[], command: CommandInput): void => {
    for (const phrase of phrases) commands.set(phrase, command);
  };
  for (const flow of flows) {
    put([...list(`${flow.id}:start`), learn(t(`${flow.id}:title`))], { command: 'start', flow: flow.id });
  }
  put(list('commands:menu'), { command: 'start' });
  for (const command of ['back', 'why', 'review', 'restart', 'cancel', 'forget', 'summary', 'help'] as const) {
    put(list(`commands:${command}`), { command });
  }
  put([...list('commands:language'), learn(language.name)], { command: 'language', tag });
  put(list('commands:today'), { command: 'as-of', date: 'today' });

  const common: [string, Answer][] = [
    ...list('commands:not-sure').map((phrase): [string, Answer] => [phrase, NOT_SURE]),
    [learn(t('question.not-sure')), NOT_SURE],
  ];
  const yesNo: [string, Answer][] = (['yes', 'no'] as const).flatMap((id) =>
    list(`commands:${id}`).map((phrase): [string, Answer] => [phrase, id]),
  );
  const known = new Map<string, ReadonlyMap<string, Answer>>();
  for (const flow of flows) {
    for (const [name, question] of Object.entries(flow.questions)) {
      const phrases = new Map<string, Answer>(common);
      if (question.skippable) {
        for (const phrase of [...list('commands:skip'), learn(t('question.skip'))]) phrases.set(phrase, SKIP);
      }
      if (question.input === 'choice' || question.input === 'choices') {
        if (question.answers.includes('yes')) for (const [phrase, id] of yesNo) phrases.set(phrase, id);
        for (const id of question.answers) {
          const key = `${flow.id}:question.${name}.answers.${id}`;
          const answer: Answer = question.input === 'choices' ? [id] : id;
          for (const phrase of [learn(t(`${key}.label`, params)), fold(id), ...list(`${key}.synonyms`)]) {
            phrases.set(phrase, answer);
          }
        }
      }
      known.set(`${flow.id}/${name}`, phrases);
    }
  }
  known.set(
    `${CONVERSATION}/confirm-drop`,
    new Map<string, Answer>([...yesNo, [learn(t('confirm.yes')), 'yes'], [learn(t('confirm.no')), 'no']]),
  );

  known.set(
    `${CONVERSATION}/go-on`,
    new Map<string, Answer>([...yesNo, [learn(t('go-on.yes')), 'yes'], [learn(t('go-on.no')), 'no']]),
  );

  known.set(`${CONVERSATION}/switch-language`, new Map<string, Answer>([...yesNo, [learn(t('switch.yes')), 'yes']]));

  known.set(
    `${CONVERSATION}/resume`,
    new Map<string, Answer>([
      ...yesNo.filter(([, id]) => id === 'yes').map(([phrase]): [string, Answer] => [phrase, 'go-on']),
      [learn(t('resume.go-on')), 'go-on'],
      [learn(t('resume.start-anew')), 'start-anew'],
    ]),
  );

  const none: ReadonlyMap<string, Answer> = new Map();
  return {
    tag,
    spellings: language.marks === true ? spellings : null,
    numberSpellings: language.marks === true ? numberSpellings(locales, language) : null,
    commands,
    answers: (flow, question) => known.get(`${flow}/${question}`) ?? none,
    kinshipHelp: new Set([...list('commands:kinship'), learn(t('question.help-me-count'))]),
    citeWords: locales.list(tag, 'commands:cite-words'),
    asOfWords: locales.list(tag, 'commands:as-of-words'),
    monthNames: datesOf(language).monthNames,
    danger: {
      phrases: list('commands:danger'),
      acts: list('commands:danger-acts'),
      people: list('commands:danger-people'),
      cues: list('commands:danger-cues'),
      unless: list('commands:danger-unless'),
    },
    idle: new Set([...yesNo, ...common].map(([phrase]) => phrase)),
    languageWords: new Set(list('commands:languages')),
    thanks: new Set(list('commands:thanks')),
    numberFillers: new Set(list('commands:number-fillers')),
    units: new Map(TIME_UNITS.flatMap((unit) => list(`commands:units.${unit}`).map((word) => [word, unit] as const))),
    scales: new Map(Object.entries(language.scales).map(([word, n]) => [fold(word), n])),
    longestNumber: Math.max(1, ...Object.keys(language.numberWords).map((word) => fold(word).split(' ').length)),
    numberWords: new Map(Object.entries(language.numberWords).map(([word, n]) => [fold(word), n])),
    decimalComma: new Intl.NumberFormat(language.intl).format(0.5).includes(','),
    halves: language.halves.map(fold),
    and: language.and,
    askingWords: new Set(list('commands:asking')),
    spaced: spacedIn(tag, locales.language(tag).spaces),
    heard: {
      children: new Set(list('heard:children')),
      relatives: new Set(list('heard:relatives')),
      ownChildren: list('heard:own-children'),
      not: new Set(list('heard:not')),
      asked: list('heard:asked'),
      politeness: new Set(list('heard:politeness')),
      having: new Set(list('heard:having')),
      between: new Set(list('heard:between')),
      care: list('heard:care'),
      notMine: list('heard:not-mine'),
      others: list('heard:others'),
      ownHome: list('heard:own-home'),
      notLivingQuarters: list('heard:not-living-quarters'),
      childsHome: list('heard:childs-home'),
      oneFamily: list('heard:one-family'),
      unclear: new Set(list('heard:unclear')),
      partOf: new Set(list('heard:part-of')),
      old: new Set(list('heard:old')),
    },
  };
}

/** The marks of every single word that a number may be made of or stand beside. */
function numberSpellings(locales: Locales, language: Language): Spellings {
  const { tag } = language;
  const phrases = [
    ...Object.keys(language.numberWords),
    ...Object.keys(language.scales),
    ...language.halves,
    ...language.and,
    ...locales.list(tag, 'commands:number-fillers'),
    ...TIME_UNITS.flatMap((unit) => locales.list(tag, `commands:units.${unit}`)),
  ];
  const spellings = new Map<string, string[][]>();
  for (const word of phrases.flatMap((text) => text.split(/\s+/))) remember(spellings, word);
  return spellings;
}

/** Folds a phrase and keeps the marks that it is spelled with. */
function remember(spellings: Map<string, string[][]>, text: string): string {
  const folded = fold(text);
  spellings.set(folded, [...(spellings.get(folded) ?? []), marksOf(text)]);
  return folded;
}
