import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type i18n } from 'i18next';
import type { z } from 'zod';
import { languageSchema } from './language.js';

/** Fills a message of one language: key ("child-care:question.child-age.ask"), placeholders by name. */
export type Translate = (key: string, params?: Record<string, string | number>) => string;

export type Language = z.infer<typeof languageSchema> & { tag: string };

export interface Locales {
  /** Tags of all languages, English first, then by tag. The folder list is the language list. */
  tags: readonly string[];
  language(tag: string): Language;
  /** The shipped language that fits best what was asked for ("es-MX,es;q=0.9"); English where none does. */
  negotiate(wanted: string | undefined): string;
  /** Like negotiate, but null where none of the wanted languages is shipped. */
  match(wanted: string | undefined): string | null;
  translator(tag: string): Translate;
  /** True where the language itself (not its fallback) has words for the key. */
  has(tag: string, key: string): boolean;
  /** Names of the placeholders that a message has, in the language or in the English that it falls back to. */
  placeholders(tag: string, key: string): readonly string[];
  /** A list kept in the locale (synonyms of a command, of an answer); empty where there is none. */
  list(tag: string, key: string): readonly string[];
}

/** Read "es-MX,es;q=0.9,en;q=0.5" into tags, best first. */
function wantedTags(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().split(';');
      const q = params.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((v) => v !== undefined);
      return { tag: tag.trim().toLowerCase(), q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, q }) => tag !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}

/**
 * Loads every language folder below `dir` (a folder that holds a language.json). English must be there: it is the
 * source of truth, and a key that another language lacks falls back to it and is reported through `onMissing`.
 */
export async function loadLocales(
  dir: string,
  onMissing: (tag: string, key: string) => void = () => undefined,
): Promise<Locales> {
  const tags = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => (a === 'en' ? -1 : b === 'en' ? 1 : a < b ? -1 : 1));
  if (!tags.includes('en')) throw new Error(`no English words in ${dir}`);

  const languages = new Map<string, Language>();
  const resources: Record<string, Record<string, object>> = {};
  const namespaces = new Set<string>();
  for (const tag of tags) {
    const folder = join(dir, tag);
    const language: unknown = JSON.parse(readFileSync(join(folder, 'language.json'), 'utf8'));
    languages.set(tag, { ...languageSchema.parse(language), tag });
    resources[tag] = {};
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.json') || file === 'language.json') continue;
      const namespace = file.slice(0, -'.json'.length);
      namespaces.add(namespace);
      resources[tag][namespace] = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
    }
  }

  const instance: i18n = createInstance();
  await instance.init({
    resources,
    ns: [...namespaces],
    defaultNS: 'conversation',
    lng: 'en',
    fallbackLng: 'en',
    supportedLngs: [...tags],
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });

  const translators = new Map<string, Translate>();
  /** Messages that were found to exist: looking again would cost more than the message itself. */
  const checked = new Set<string>();
  const placeholders = new Map<string, readonly string[]>();
  const has = (tag: string, key: string): boolean => {
    const [namespace, path] = splitKey(key);
    return instance.getResource(tag, namespace, path) !== undefined;
  };
  const language = (tag: string): Language => {
    const found = languages.get(tag);
    if (!found) throw new Error(`no language ${tag}`);
    return found;
  };
  const match = (wanted: string | undefined): string | null => {
    for (const tag of wanted === undefined ? [] : wantedTags(wanted)) {
      const exact = tags.find((shipped) => shipped.toLowerCase() === tag);
      if (exact) return exact;
      const base = tag.split('-')[0];
      const near = tags.find((shipped) => shipped.toLowerCase().split('-')[0] === base);
      if (near) return near;
    }
    return null;
  };

  return {
    tags,
    language,
    match,
    negotiate: (wanted) => match(wanted) ?? 'en',
    has,
    translator(tag) {
      language(tag);
      let translate = translators.get(tag);
      if (!translate) {
        const t = instance.getFixedT(tag);
        translate = (key, params) => {
          const plural = params?.['count'] === undefined ? key : `${key} ${params['count']}`;
          if (!checked.has(`${tag} ${plural}`)) {
            if (!instance.exists(key, { lng: tag, ...params })) throw new UnknownMessage(key);
            if (tag !== 'en' && !instance.exists(key, { lng: tag, fallbackLng: [], ...params })) onMissing(tag, key);
            checked.add(`${tag} ${plural}`);
          }
          return t(key, params ?? {});
        };
        translators.set(tag, translate);
      }
      return translate;
    },
    placeholders(tag, key) {
      const known = placeholders.get(`${tag} ${key}`);
      if (known) return known;
      const [namespace, path] = splitKey(key);
      const texts = [tag, 'en'].map((lng): unknown => instance.getResource(lng, namespace, path));
      const found = texts.flatMap((text) => (typeof text === 'string' ? [...text.matchAll(/\{\{\s*([^},\s]+)/g)] : []));
      const names = [...new Set(found.map((match) => match[1] as string))];
      placeholders.set(`${tag} ${key}`, names);
      return names;
    },
    list(tag, key) {
      const [namespace, path] = splitKey(key);
      const value: unknown = instance.getResource(tag, namespace, path);
      return Array.isArray(value) ? (value as string[]) : [];
    },
  };
}

/** "child-care:question.x" -> ["child-care", "question.x"]. */
function splitKey(key: string): [string, string] {
  const at = key.indexOf(':');
  return at < 0 ? ['conversation', key] : [key.slice(0, at), key.slice(at + 1)];
}

/** Thrown where code asks for words that no language has: a fault of ours. */
export class UnknownMessage extends Error {
  constructor(readonly key: string) {
    super(`no message ${key}`);
    this.name = 'UnknownMessage';
  }
}
