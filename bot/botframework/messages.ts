import type { Activity } from 'botbuilder';
import { HttpError, type HttpRequest, type HttpResponse, type RouteRegistrar } from '../http/http.js';
import { describeError, type Log } from '../http/log.js';
import type { ConversationKey, StoredActivity } from '../storage/conversations.js';
import { checkChannelActivity, checkLength, MAX_TEXT_LENGTH, runsTheDialog } from './activities.js';
import type { Caller, GuideAdapter } from './adapter.js';
import type { TurnRunner } from './turns.js';

/** The bot as it appears in activities when the channel does not say how it is called there. */
export const BOT_ACCOUNT = { id: 'oregon-child-care-guide', name: 'Oregon child care guide', role: 'bot' };

export interface MessagesParts {
  adapter: GuideAdapter;
  turns: TurnRunner;
  /** True when there is an app id, and so a way to know who calls. */
  authenticates: boolean;
  log: Log;
}

/**
 * `POST /api/messages`, the address for Azure Bot Service's channels and for programs on this machine. Without an app
 * id nothing proves who calls: then replies go only into the answer's own body, and no address that the activity names
 * is ever called.
 */
export function registerMessages(routes: RouteRegistrar, parts: MessagesParts): void {
  routes.register('POST', '/api/messages', (request) => answer(request, parts));
}

async function answer(request: HttpRequest, parts: MessagesParts): Promise<HttpResponse> {
  const body = checkChannelActivity(await request.json());
  const inBody = body.deliveryMode === 'expectReplies';
  if (!parts.authenticates && !inBody) {
    throw new HttpError(
      400,
      'ExpectRepliesOnly',
      'This server has no app id, so it answers only activities with deliveryMode "expectReplies".',
    );
  }
  const activity = {
    ...body,
    channelId: body.channelId ?? 'api',
    recipient: body.recipient ?? BOT_ACCOUNT,
  } as unknown as Activity;
  const caller = parts.authenticates ? await authenticate(request, activity, parts) : undefined;
  // In a channel nobody sees a 400, so a text that is too long is cut there and answered.
  if (inBody) checkLength(activity.text);
  else if (activity.text) activity.text = activity.text.slice(0, MAX_TEXT_LENGTH);

  if (!runsTheDialog(activity.type) || !greetsSomeone(activity)) return replied(inBody, []);
  const key: ConversationKey = { door: 'api', channelId: activity.channelId, conversationId: activity.conversation.id };
  const result = await parts.turns.run({
    key,
    activity,
    baseUrl: request.baseUrl,
    ...(caller ? { caller } : {}),
    trackDelivery: !inBody,
  });
  const replies = result?.replies ?? [];
  if (!inBody && caller) {
    const undelivered = !result?.repeated || (activity.id ? await parts.turns.isUndelivered(key, activity.id) : false);
    if (undelivered) await deliver(parts, caller, activity, replies);
    if (undelivered && activity.id && !result?.forgotten) await parts.turns.delivered(key, activity.id);
  }
  return replied(inBody, replies);
}

/** A conversationUpdate in which only the bot itself joins, or someone leaves, greets no one. */
function greetsSomeone(activity: Activity): boolean {
  if (activity.type !== 'conversationUpdate') return true;
  return (activity.membersAdded ?? []).some((member) => member.id !== activity.recipient.id);
}

async function authenticate(
  request: HttpRequest,
  activity: Activity,
  { adapter, log }: MessagesParts,
): Promise<Caller> {
  try {
    return await adapter.authenticate(activity, request.headers['authorization'] ?? '');
  } catch (error) {
    // The SDK's refusals carry a status; anything else means that the channel's keys could not be fetched.
    if (typeof (error as { statusCode?: unknown }).statusCode !== 'number') {
      log({ event: 'authentication', door: 'api', code: 'authentication-failed', ...describeError(error) });
    }
    throw new HttpError(
      401,
      'Unauthorized',
      'The activity does not come with a valid token of a Bot Framework channel.',
    );
  }
}

async function deliver(
  { adapter, log }: MessagesParts,
  caller: Caller,
  activity: Activity,
  replies: readonly StoredActivity[],
): Promise<void> {
  try {
    await adapter.deliver(caller, activity.serviceUrl, replies);
  } catch (error) {
    log({ event: 'delivery', door: 'api', code: 'delivery-failed', ...describeError(error) });
    throw new HttpError(502, 'DeliveryFailed', 'The channel did not take the reply.');
  }
}

function replied(inBody: boolean, replies: readonly StoredActivity[]): HttpResponse {
  return inBody ? { status: 200, body: { activities: replies } } : { status: 200 };
}
