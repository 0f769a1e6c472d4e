import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ConfigError } from '../../bot/config.js';
import { CONFIG_VARIABLES, isLoopback, readConfig } from '../../bot/config.js';

const APP = { MicrosoftAppId: 'id', MicrosoftAppPassword: 'password' };

describe('the configuration', () => {
  test('needs nothing to be set', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: './data',
      app: undefined,
    });
  });

  test('takes empty variables, as a copied .env.example has them, for not set', () => {
    const empty = Object.fromEntries(CONFIG_VARIABLES.map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  test('reads every variable', () => {
    expect(
      readConfig({
        PORT: '0',
        HOST: '0.0.0.0',
        PUBLIC_URL: 'https://Guide.Example.org/',
        DATA_DIR: '/var/lib/guide',
        ...APP,
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppTenantId: 'tenant',
      }),
    ).toEqual({
      port: 0,
      host: '0.0.0.0',
      publicUrl: 'https://guide.example.org',
      dataDir: '/var/lib/guide',
      app: { id: 'id', password: 'password', type: 'SingleTenant', tenantId: 'tenant' },
    });
  });

  test.each([
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '80.5' }, 'PORT'],
    [{ HOST: 'a b' }, 'HOST'],
    [{ HOST: 'http://localhost' }, 'HOST'],
    [{ PUBLIC_URL: 'guide.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'ftp://guide.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://guide.example.org/?a=b' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://me:secret@guide.example.org' }, 'PUBLIC_URL'],
    [{ ...APP, MicrosoftAppType: 'Other' }, 'MicrosoftAppType'],
    [{ MicrosoftAppId: 'id' }, 'MicrosoftAppPassword'],
    [{ MicrosoftAppPassword: 'password' }, 'MicrosoftAppId'],
    [{ ...APP, MicrosoftAppType: 'SingleTenant' }, 'MicrosoftAppTenantId'],
    [{ MicrosoftAppId: 'id', MicrosoftAppType: 'UserAssignedMSI' }, 'MicrosoftAppTenantId'],
  ])('%j is refused with a sentence about %s', (env, name) => {
    let problems: readonly string[] = [];
    try {
      readConfig(env);
    } catch (error) {
      problems = (error as ConfigError).problems;
    }
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`\\b${name}\\b.*\\.$`));
  });

  test('says all that is wrong at once', () => {
    expect(() => readConfig({ PORT: 'x', PUBLIC_URL: 'x' })).toThrow(/PORT.*\n.*PUBLIC_URL/);
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'guide.example.org', 'localhost.example.org', '128.0.0.1'])(
    'without an app id the host %s, which others can reach, is refused',
    (HOST) => {
      expect(() => readConfig({ HOST })).toThrow(/MicrosoftAppId is not set/);
      expect(readConfig({ HOST, ...APP }).host).toBe(HOST);
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'LocalHost', '::1'])('the host %s is fine without one', (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
    expect(isLoopback(HOST)).toBe(true);
  });

  test('.env.example has exactly the variables that are read, and sets none', () => {
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const settings = lines.filter((line) => line && !line.startsWith('#'));
    expect(settings).toEqual(CONFIG_VARIABLES.map((name) => `${name}=`));
  });
});
