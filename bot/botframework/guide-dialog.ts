import type { Activity } from 'botbuilder';
import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js';
import { newSession, readSession } from '../../dialogs/conversation/session.js';
import { summaryKey, type Guide, type Incoming } from '../guide.js';
import { turnInput, turnOutcome } from './turn-contract.js';

export const GUIDE_DIALOG = 'guide';

/**
 * The guide as a Bot Framework dialog: it never ends, and all that it keeps is the session in its own dialog state. It
 * works the same under the production turn runner, under a DialogSet of any bot and under botbuilder-testing.
 */
export class GuideDialog extends Dialog {
  constructor(
    private readonly guide: Guide,
    id: string = GUIDE_DIALOG,
  ) {
    super(id);
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    stateOf(dc)['session'] = newSession();
    return this.respond(dc);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.respond(dc);
  }

  private async respond(dc: DialogContext): Promise<DialogTurnResult> {
    const { context } = dc;
    const incoming = incomingOf(context.activity);
    if (!incoming) return Dialog.EndOfTurn;
    const state = stateOf(dc);
    const reply = this.guide.respond(
      readSession(state['session']),
      incoming,
      context.activity.locale,
      turnInput(context).baseUrl,
    );
    state['session'] = reply.session;
    const outcome = turnOutcome(context);
    outcome.forget = reply.forget;
    outcome.log = reply.log;
    if (reply.summary) outcome.items[summaryKey(reply.summary.id)] = reply.summary;
    if (reply.activities.length > 0) await context.sendActivities(reply.activities);
    return Dialog.EndOfTurn;
  }
}

function stateOf(dc: DialogContext): Record<string, unknown> {
  return (dc.activeDialog?.state ?? {}) as Record<string, unknown>;
}

/** A message, the arrival of a person, or nothing that the guide answers. */
function incomingOf(activity: Activity): Incoming | null {
  if (activity.type === 'message') {
    return { kind: 'message', message: { text: activity.text ?? null, value: activity.value as unknown } };
  }
  if (activity.type !== 'conversationUpdate') return null;
  const joined = (activity.membersAdded ?? []).some((member) => member.id !== activity.recipient?.id);
  return joined ? { kind: 'welcome' } : null;
}
