import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { figureParams } from '../../../bot/guide.js';
import { wordingOf } from '../../../bot/wording.js';
import { hear, prefilled } from '../../../dialogs/conversation/heard.js';
import { flowLaw } from '../../../dialogs/conversation/result.js';
import type { Wording } from '../../../dialogs/conversation/wording.js';
import type { Heard } from '../../../dialogs/engine/flow.js';
import { flows } from '../../../dialogs/flows/index.js';
import { loadLocales } from '../../../locales/index.js';
import { ROOT } from '../../knowledge/built.js';

const DAY = '2026-11-21';
const wordings = new Map<string, Wording>();
beforeAll(async () => {
  const locales = await loadLocales(join(ROOT, 'locales'));
  for (const tag of locales.tags) wordings.set(tag, wordingOf(locales, tag, flows, figureParams(DAY)));
});

const nothing: Heard = {
  children: null,
  related: null,
  home: null,
  livingQuarters: false,
  oneFamily: false,
  age: null,
};
const heard = (tag: string, text: string): Heard => hear(text, wordings.get(tag) as Wording);

describe('what a question says for certain', () => {
  it.each<[string, string, Partial<Heard>]>([
    ['en', 'I watch five kids, two are my nieces, do I need a license?', { children: 5, related: 2 }],
    [
      'en',
      'I watch 5 kids in my home. 2 of them are my nephews',
      { children: 5, related: 2, home: 'caregivers', livingQuarters: true },
    ],
    [
      'en',
      'can I babysit my 4 grandkids at my apartment',
      { children: 4, related: 4, home: 'caregivers', livingQuarters: true },
    ],
    [
      'en',
      'do i need a license to watch my neighbors two kids at my house',
      { children: 2, home: 'caregivers', livingQuarters: true },
    ],
    ['en', 'I look after twenty-one children at our church', { children: 21 }],
    ['en', 'I want to watch 6 kids in my garage', { children: 6, home: 'caregivers' }],
    ['en', 'I watch two kids at their house', { children: 2, home: 'childs' }],
    ['en', 'I watch 4 kids, all from the same family', { children: 4, oneFamily: true }],
    ['en', 'who pays for daycare for my 3 year old', { age: 3 }],
    ['en', 'my 10 month old needs care', { age: 0 }],
    [
      'es',
      'cuido a cinco niños en mi casa, dos son mis sobrinas, ¿necesito licencia?',
      { children: 5, related: 2, home: 'caregivers', livingQuarters: true },
    ],
    ['es', 'cuido 4 nietos en mi departamento', { children: 4, related: 4, home: 'caregivers', livingQuarters: true }],
  ])('%s: %s', (tag, text, expected) => {
    expect(heard(tag, text)).toEqual({ ...nothing, ...expected });
  });

  it.each<[string, string]>([
    ['en', 'can I watch more than 3 kids'],
    ['en', 'I have 5 or 6 kids here'],
    ['en', 'three kids and two nieces, is that ok'],
    ['en', 'I watch my two nieces and a neighbor boy'],
    ['en', 'I watch 3 kids plus my own kids'],
    ['en', 'my 2 kids need daycare'],
    ['en', 'care for 3 days a week for kids'],
    ['en', 'is it ok for kids 2 hours a day'],
    ['en', 'what if I have over 10 children'],
    ['en', 'what does ORS 329A.330(2) say about babies'],
    ['en', 'I watch my sister’s 3 kids and my neighbor’s 2'],
    ['en', 'I have 2 kids and watch 3 more'],
    ['en', 'I don’t watch five kids, I watch three'],
    ['en', 'I watch 12 kids, 3 at a time'],
    ['en', 'I used to watch 8 kids, now fewer'],
    ['en', 'my wife’s nephew and 5 other kids'],
    ['en', 'I watch 7 kids, all but two are my nieces'],
    ['en', 'between 3 and 5 kids'],
    ['en', 'my four kids need care'],
    ['en', 'two of my five kids’ friends come over'],
    ['en', 'I watch 4 kids age 14'],
    ['en', 'I watch my boyfriend’s 5 kids in our home'],
    ['en', 'I watch 4 kids from one family and 3 from another'],
    ['es', 'cuido 4 niños de una familia y 3 de otra'],
    ['es', 'cuidar a un niño en la casa de él'],
    ['es', 'puedo cuidar más de 3 niños'],
    ['es', 'cuido 3 niños y mis hijos'],
  ])('%s, no count where it could mean two things: %s', (tag, text) => {
    expect(heard(tag, text)).toMatchObject({ children: null, related: null });
  });
});

describe('what is not taken for somebody’s home, family or age', () => {
  it.each<[string, string]>([
    ['en', 'none of the six kids are from the same family license'],
    ['en', 'not all 5 kids are from one family'],
    ['en', 'can I watch 5 kids, not in my home but in theirs'],
    ['en', 'my nanny watches my 3 kids at our house'],
    ['en', 'how quick does the visit to my house happen after i apply'],
    ['en', 'can my 19 year old son get paid to watch his little brother'],
    ['es', 'ninguno de los seis niños es de la misma familia'],
    ['es', 'no en mi casa sino en la de ellos'],
  ])('%s: %s', (tag, text) => {
    expect(heard(tag, text)).toMatchObject({ home: null, livingQuarters: false, oneFamily: false, age: null });
  });
});

describe('what a flow takes over', () => {
  const taken = (flow: string, text: string): unknown => {
    const found = flows.find(({ id }) => id === flow);
    return found && prefilled(found, heard('en', text), flowLaw(DAY));
  };

  it('only what its questions can hold', () => {
    const text = 'I watch five kids at my house, two are my nieces';
    expect(taken('child-care', text)).toEqual({
      'care-location': 'caregivers-home',
      'child-count': 5,
      'related-count': 2,
    });
    expect(taken('license', text)).toEqual({ 'other-children': 5, setting: 'own-living-quarters' });
    expect(taken('license', 'I watch 5 kids in my garage')).toEqual({ 'other-children': 5 });
    expect(taken('erdc', 'help to pay daycare for my 14 year old')).toEqual({ 'child-age': '13-to-17' });
    expect(taken('expulsion-prevention', text)).toEqual({});
  });
});
