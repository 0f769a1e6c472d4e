import type { TurnContext } from 'botbuilder';

/**
 * What the turn runner and the dialog tell each other through `context.turnState`, beside the activities themselves.
 * The runner knows storage, locks and channels and nothing of the law; the dialog knows none of those.
 */

/** Set by the runner before the dialog runs. */
export interface TurnInput {
  /** Absolute base of links to source pages, without a trailing slash: PUBLIC_URL, or scheme and host of the request. */
  baseUrl: string;
}

/** Filled in by the dialog while it runs; read by the runner when it has ended. */
export interface TurnOutcome {
  /** True: everything stored of this conversation is to be erased once the replies are out (the command `forget`). */
  forget: boolean;
  /** Items to write in the same commit as the turn, under keys of their own (summary pages). They go with the conversation. */
  items: Record<string, object>;
  /** For the one log line of the turn. Never answers, free text or names. */
  log: { flow?: string; question?: string; outcome?: string; code?: string };
}

/** An outcome that nothing was said of yet. */
export function emptyOutcome(): TurnOutcome {
  return { forget: false, items: {}, log: {} };
}

const INPUT = Symbol('turn-input');
const OUTCOME = Symbol('turn-outcome');

/** Stores the runner's side of the contract in the context and returns the outcome object that the dialog will fill. */
export function openTurn(context: TurnContext, input: TurnInput): TurnOutcome {
  const outcome = emptyOutcome();
  context.turnState.set(INPUT, input);
  context.turnState.set(OUTCOME, outcome);
  return outcome;
}

/** The runner's input; where nothing opened the turn (a bare test client) links are relative to the root. */
export function turnInput(context: TurnContext): TurnInput {
  return context.turnState.get<TurnInput | undefined>(INPUT) ?? { baseUrl: '' };
}

/** The outcome to fill; a throw-away one where nothing opened the turn (a bare test client). */
export function turnOutcome(context: TurnContext): TurnOutcome {
  return context.turnState.get<TurnOutcome | undefined>(OUTCOME) ?? emptyOutcome();
}
