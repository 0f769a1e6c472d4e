import { z } from 'zod';
import { NOT_SURE, SKIP, type Answer, type Facts, type Question } from './flow.js';

/** What a question takes as a definite answer, beside the facts known so far, as a zod schema. */
export function schemaOf(question: Question, facts: Facts): z.ZodType<Answer> {
  switch (question.input) {
    case 'choice':
      return z.enum([...question.answers]);
    case 'choices': {
      const { exclusive } = question;
      return z
        .array(z.enum([...question.answers, NOT_SURE]))
        .min(1)
        .refine((ids) => new Set(ids).size === ids.length, 'each answer once')
        .refine((ids) => exclusive === undefined || !ids.includes(exclusive) || ids.length === 1, 'excludes the rest');
    }
    case 'number':
    case 'money': {
      const number = z.number().min(question.min).max(question.max(facts));
      const { step } = question;
      return number.refine((n) => Number.isInteger(Math.round((n / step) * 1e6) / 1e6), 'not a step');
    }
  }
}

/** True where the answer may stand for the question beside the facts: `not-sure` always, `skip` where it may be skipped. */
export function fits(question: Question, facts: Facts, answer: Answer): boolean {
  if (answer === NOT_SURE) return true;
  if (answer === SKIP) return question.skippable === true;
  return schemaOf(question, facts).safeParse(answer).success;
}
