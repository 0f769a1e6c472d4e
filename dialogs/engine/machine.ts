import { assign } from 'xstate';
import type { AnswerEvent, MachineContext, MachineInput, OutcomeMeta } from './flow.js';

/** The types that every flow's machine shares, for XState's `setup`. */
export const flowTypes = {
  context: {} as MachineContext,
  events: {} as AnswerEvent,
  input: {} as MachineInput,
};

/** The one action of every machine: to take an answer into the facts. */
export const record = assign<MachineContext, AnswerEvent, undefined, AnswerEvent, never>({
  facts: ({ context, event }) => ({ ...context.facts, [event.question]: event.answer }),
});

/** The context that every flow's machine starts with. */
export const initialContext = ({ input }: { input: MachineInput }): MachineContext => ({ facts: {}, law: input.law });

/** A final state: an outcome with its row in the table and the paragraphs that it must cite. */
export function ending(outcome: string, row: number, cites: OutcomeMeta['cites']) {
  return { type: 'final' as const, meta: { outcome, row, cites } satisfies OutcomeMeta };
}

/** What a question state says of itself. Its name is the question's id. */
export function asks(question: string) {
  return { question };
}
