import { z } from 'zod';

/** An optional variable: the empty string, as `.env` files have it, counts as not set. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());

const environment = z.object({
  PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535'),
  ),
  HOST: optional(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address'),
  ),
  PUBLIC_URL: optional(
    z
      .string()
      .trim()
      .refine(isPublicUrl, 'must be an http or https address without a query, for example https://guide.example.org')
      .transform((url) => new URL(url).href.replace(/\/+$/, '')),
  ),
  DATA_DIR: optional(z.string().trim().min(1)),
  MicrosoftAppId: optional(z.string().trim().min(1)),
  MicrosoftAppPassword: optional(z.string().min(1)),
  MicrosoftAppType: optional(
    z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'], 'must be MultiTenant, SingleTenant or UserAssignedMSI'),
  ),
  MicrosoftAppTenantId: optional(z.string().trim().min(1)),
});

/** The names of the variables that are read, in the order of `.env.example`. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(environment.shape);

/** Who the bot is to Microsoft's channels; absent when it talks only to this machine. */
export interface AppIdentity {
  id: string;
  password: string | undefined;
  type: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string | undefined;
}

/** What the server is started with. */
export interface Config {
  port: number;
  host: string;
  /** Without a trailing slash; undefined means that links follow the request's own host. */
  publicUrl: string | undefined;
  dataDir: string;
  app: AppIdentity | undefined;
}

/** The configuration cannot be used: one sentence for each value that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigError with a sentence for each bad value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`));
  }
  const values = parsed.data;
  const problems: string[] = [];
  const host = values.HOST ?? '127.0.0.1';
  let app: AppIdentity | undefined;
  if (values.MicrosoftAppId) {
    app = {
      id: values.MicrosoftAppId,
      password: values.MicrosoftAppPassword,
      type: values.MicrosoftAppType ?? 'MultiTenant',
      tenantId: values.MicrosoftAppTenantId,
    };
    if (app.type !== 'UserAssignedMSI' && !app.password) {
      problems.push(`MicrosoftAppPassword must be set when MicrosoftAppId is set and the type is ${app.type}.`);
    }
    if (app.type !== 'MultiTenant' && !app.tenantId) {
      problems.push(`MicrosoftAppTenantId must be set when MicrosoftAppType is ${app.type}.`);
    }
  } else {
    for (const name of ['MicrosoftAppPassword', 'MicrosoftAppType', 'MicrosoftAppTenantId'] as const) {
      if (values[name]) problems.push(`${name} is set but MicrosoftAppId is not; set both or neither.`);
    }
    if (!isLoopback(host)) {
      problems.push(
        `HOST is ${host}, which other machines can reach, but MicrosoftAppId is not set, so nothing would check who ` +
          'is calling. Use HOST=127.0.0.1, or set MicrosoftAppId and MicrosoftAppPassword.',
      );
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    port: values.PORT ?? 3978,
    host,
    publicUrl: values.PUBLIC_URL,
    dataDir: values.DATA_DIR ?? './data',
    app,
  };
}

/** True for names and addresses that only this machine can reach. Takes bare hosts and bracketed IPv6. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
}
