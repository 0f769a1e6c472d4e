import type { Activity, ResourceResponse, TurnContext } from 'botbuilder';
// Only the adapter's own module: the package's index loads Teams, skills and much else, and takes a second to do it.
import { CloudAdapter } from 'botbuilder/lib/cloudAdapter.js';
import type { AppIdentity } from '../config.js';

type Authentication = NonNullable<ConstructorParameters<typeof CloudAdapter>[0]>;
type Authenticated = Awaited<ReturnType<Authentication['authenticateRequest']>>;
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>;
type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** Who calls, as authenticated; and the way back to the channel. */
export type Caller = Authenticated;

const MAX_CACHED_CONNECTORS = 50;

/**
 * Bot Framework's CloudAdapter, in two respects its own: replies are collected while a turn runs, and go out only when
 * the runner says so; and no clients for outgoing calls are built in a turn, which cost more than the turn itself.
 */
export class GuideAdapter extends CloudAdapter {
  private readonly collected = new WeakMap<Activity, Partial<Activity>[]>();
  private readonly connectors = new Map<string, Promise<Connector>>();

  /** Without an authentication nothing can be authenticated and no call can go out. */
  constructor(private readonly authentication?: Authentication) {
    super(withoutTurnClients(authentication));
  }

  /**
   * Who has sent the activity, checked as the SDK does.
   * @throws when the header does not prove it, or when there is no app id to prove it to
   */
  authenticate(activity: Activity, authorization: string): Promise<Caller> {
    if (!this.authentication) throw new Error('Nothing can be authenticated without an app id.');
    return this.authentication.authenticateRequest(activity, authorization);
  }

  /** Runs the logic on the activity; resolves to what it has sent, none of which has gone out. */
  async collect(
    activity: Activity,
    caller: Caller | undefined,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Partial<Activity>[]> {
    const replies: Partial<Activity>[] = [];
    this.collected.set(activity, replies);
    const identity = caller ?? { claimsIdentity: this.createClaimsIdentity(), audience: '' };
    // With expectReplies the context itself collects and never asks the adapter to send.
    const buffered = await this.processActivity(
      { ...identity, connectorFactory: NO_CONNECTORS } as unknown as Authenticated,
      activity,
      logic,
    );
    const body = buffered?.body as { activities?: Partial<Activity>[] } | undefined;
    return [...replies, ...(body?.activities ?? [])];
  }

  override sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const replies = this.collected.get(context.activity);
    if (!replies) throw new Error('Activities can be sent only while a turn of this adapter runs.');
    replies.push(...activities);
    return Promise.resolve(activities.map(() => ({ id: '' })));
  }

  /** Hands committed replies to the channel that the caller came from. */
  async deliver(caller: Caller, serviceUrl: string, replies: readonly Partial<Activity>[]): Promise<void> {
    const connector = await this.connector(caller, serviceUrl);
    for (const { id: _ours, ...reply } of replies) {
      const conversation = reply.conversation?.id ?? '';
      if (reply.replyToId) await connector.conversations.replyToActivity(conversation, reply.replyToId, reply);
      else await connector.conversations.sendToConversation(conversation, reply);
    }
  }

  private connector(caller: Caller, serviceUrl: string): Promise<Connector> {
    const factory = caller.connectorFactory;
    if (!factory) throw new Error('The channel that called has left no way back.');
    const key = `${serviceUrl} ${caller.audience}`;
    let connector = this.connectors.get(key);
    if (!connector) {
      connector = factory.create(serviceUrl, caller.audience);
      if (this.connectors.size >= MAX_CACHED_CONNECTORS) this.connectors.clear();
      this.connectors.set(key, connector);
      connector.catch(() => this.connectors.delete(key));
    }
    return connector;
  }
}

/** The adapter for this configuration; with an app id, the SDK's own authentication, loaded only then. */
export async function createAdapter(app: AppIdentity | undefined): Promise<GuideAdapter> {
  if (!app) return new GuideAdapter();
  const { ConfigurationBotFrameworkAuthentication } = await import('botbuilder');
  return new GuideAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: app.id,
      MicrosoftAppType: app.type,
      ...(app.password === undefined ? {} : { MicrosoftAppPassword: app.password }),
      ...(app.tenantId === undefined ? {} : { MicrosoftAppTenantId: app.tenantId }),
    }),
  );
}

/** In place of a client for outgoing calls, of which a turn makes none. */
const NO_CLIENT = Object.freeze({});
const NO_CONNECTORS = { create: () => Promise.resolve(NO_CLIENT) };

function withoutTurnClients(authentication: Authentication | undefined): Authentication {
  const refuse = (): never => {
    throw new Error('There is no app id to authenticate with.');
  };
  const inTurns = {
    authenticateChannelRequest: (header: string) => authentication?.authenticateChannelRequest(header) ?? refuse(),
    authenticateRequest: (activity: Activity, header: string) =>
      authentication?.authenticateRequest(activity, header) ?? refuse(),
    authenticateStreamingRequest: (header: string, channel: string) =>
      authentication?.authenticateStreamingRequest(header, channel) ?? refuse(),
    createBotFrameworkClient: () => authentication?.createBotFrameworkClient() ?? refuse(),
    createConnectorFactory: (identity: Parameters<Authentication['createConnectorFactory']>[0]) =>
      authentication?.createConnectorFactory(identity) ?? refuse(),
    createUserTokenClient: () => Promise.resolve(NO_CLIENT),
    getOriginatingAudience: () => '',
  };
  return inTurns as unknown as Authentication;
}
