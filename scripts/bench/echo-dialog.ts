import { Dialog } from 'botbuilder-dialogs/lib/dialog.js';
import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import { turnOutcome } from '../../bot/botframework/turn-contract.js';

/** Says back what it hears, and how often it has: the least that a dialog can do, for measuring everything else. */
export class EchoDialog extends Dialog {
  constructor() {
    super('echo');
  }

  override beginDialog(dialogContext: DialogContext): Promise<DialogTurnResult> {
    return this.answer(dialogContext);
  }

  override continueDialog(dialogContext: DialogContext): Promise<DialogTurnResult> {
    return this.answer(dialogContext);
  }

  private async answer(dialogContext: DialogContext): Promise<DialogTurnResult> {
    const { activity } = dialogContext.context;
    const state = (dialogContext.activeDialog?.state ?? {}) as { count?: number };
    const outcome = turnOutcome(dialogContext.context);
    if (activity.type === 'conversationUpdate') {
      await dialogContext.context.sendActivity('Welcome.');
      return Dialog.EndOfTurn;
    }
    state.count = (state.count ?? 0) + 1;
    if ((activity.value as { command?: string } | undefined)?.command === 'forget') outcome.forget = true;
    outcome.log.outcome = outcome.forget ? 'forget' : 'echo';
    await dialogContext.context.sendActivity(`${state.count}: ${activity.text ?? ''}`);
    return Dialog.EndOfTurn;
  }
}
