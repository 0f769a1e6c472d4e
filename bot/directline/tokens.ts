import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { StorageConflict, type DurableStorage } from '../storage/storage.js';

/** How long a token opens its conversation, in seconds; the client renews it after half of that. */
export const TOKEN_LIFETIME_S = 1_800;
/** How long a stream's address may be used to connect, in seconds. */
export const STREAM_LIFETIME_S = 60;

const KEY_ITEM = 'signing-key';

/** What a token is for; one made for one use is none for another. */
export type TokenUse = 'conversation' | 'stream' | 'session';

/** What a token says. */
export interface Claims {
  conversationId: string;
  user: string | undefined;
}

/** Why a token opens nothing. */
export type TokenProblem = 'forged' | 'expired';

interface Payload {
  use: TokenUse;
  conv: string;
  /** The name under which clients of Direct Line look for it. */
  user?: string;
  exp?: number;
}

const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

/**
 * Signs and checks tokens, in the form of a JWT because clients read the user's id from it. Only our own header is
 * accepted, so there is no algorithm to choose.
 */
export class Tokens {
  constructor(
    private readonly key: Buffer,
    private readonly now: () => Date,
  ) {}

  /** A token; without a lifetime it does not expire (the session's, which lives as long as its cookie). */
  sign(use: TokenUse, claims: Claims, lifetimeSeconds?: number): string {
    const payload: Payload = {
      use,
      conv: claims.conversationId,
      ...(claims.user === undefined ? {} : { user: claims.user }),
      ...(lifetimeSeconds === undefined ? {} : { exp: Math.floor(this.now().getTime() / 1000) + lifetimeSeconds }),
    };
    const signed = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    return `${signed}.${this.signature(signed)}`;
  }

  /** What the token says, or why it counts for nothing. */
  verify(use: TokenUse, token: string): Claims | TokenProblem {
    const [header, body, signature, ...rest] = token.split('.');
    if (header !== HEADER || !body || !signature || rest.length > 0) return 'forged';
    // Compared as text: bytes have more than one spelling in base64.
    const given = Buffer.from(signature);
    const right = Buffer.from(this.signature(`${header}.${body}`));
    if (given.length !== right.length || !timingSafeEqual(given, right)) return 'forged';
    // Ours from here on: nobody else can have signed it.
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Payload;
    if (payload.use !== use) return 'forged';
    if (payload.exp !== undefined && payload.exp * 1000 <= this.now().getTime()) return 'expired';
    return { conversationId: payload.conv, user: payload.user };
  }

  private signature(signed: string): string {
    return createHmac('sha256', this.key).update(signed).digest('base64url');
  }
}

/** The key that signs tokens: made at the first start and kept with the data, so that tokens survive a restart. */
export async function loadSigningKey(storage: DurableStorage): Promise<Buffer> {
  const stored = await readKey(storage);
  if (stored) return stored;
  const key = randomBytes(32);
  try {
    await storage.commit({ [KEY_ITEM]: { version: 1, key: key.toString('base64') } }, [], { [KEY_ITEM]: null });
    return key;
  } catch (error) {
    const theirs = error instanceof StorageConflict ? await readKey(storage) : undefined;
    if (theirs) return theirs;
    throw error;
  }
}

async function readKey(storage: DurableStorage): Promise<Buffer | undefined> {
  const item = (await storage.read([KEY_ITEM]))[KEY_ITEM] as { key: string } | undefined;
  return item ? Buffer.from(item.key, 'base64') : undefined;
}
