import { BadSettingsError, type Environment, loadSettings, SECTIONS } from './settings.js';

const SECRET = 'a secret that is long enough for HS256';

/** Names that callers and ops rely on. */
const PROMISED = `
  PORT HOST DATABASE_URL DATABASE_POOL_SIZE REDIS_URL JWT_SECRET JWT_JWKS_URL JWT_ISSUER JWT_AUDIENCE
  RATE_LIMIT_PER_DEVICE RATE_LIMIT_PER_IP TRUST_PROXY CORS_ORIGINS BODY_LIMIT_BYTES
  CONVERSATION_MEMORY_SIZE CONVERSATION_MEMORY_TTL LOCK_TTL_MS AGENT_BASE_URL AGENT_API_KEY AGENT_MODEL
  AGENT_SYSTEM_PROMPT AGENT_TIMEOUT_MS AGENT_MAX_RETRIES AGENT_MAX_CONTEXT_TOKENS SHUTDOWN_GRACE_MS
  MESSENGER_APP_SECRET MESSENGER_VERIFY_TOKEN MESSENGER_PAGE_ACCESS_TOKEN MESSENGER_PAGES MESSENGER_CONVERSATION_TTL_S
  MESSENGER_PROCESSING_TIMEOUT_MS MESSENGER_LONG_REPLY MESSENGER_SEND_TIMEOUT_MS MESSENGER_MAX_RETRIES
  MESSENGER_UNKNOWN_HOLD_MS MESSENGER_PROFILE_FILE MESSENGER_GRAPH_URL MESSENGER_GRAPH_VERSION
  LOG_LEVEL INJECTION_POLICY DEFAULT_LANGUAGE PARLEY_DATA_DIR ROLE
`
  .trim()
  .split(/\s+/);

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof BadSettingsError) return error.problems;
    throw error;
  }
}

describe(loadSettings.name, () => {
  it('needs nothing to be set', () => {
    const settings = loadSettings({});

    expect(settings.server).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      role: 'all',
      bodyLimitBytes: 131_072,
    });
    expect(settings.database).toMatchObject({
      url: null,
      poolSize: 16,
      redis: null,
      dataDir: './.parley',
    });
    expect(settings.auth).toEqual({
      jwtSecret: null,
      jwksUrl: null,
      issuer: null,
      audience: null,
      adminToken: null,
    });
    expect(settings.chat).toMatchObject({ turnWaitTimeoutMs: 60_000, lockTtlMs: 15_000, memorySize: 10 });
    expect(settings.chat).toMatchObject({ ratePerDevice: 60, ratePerIp: 600, memoryTtlS: 1800 });
    expect(settings.chat).toMatchObject({ injectionPolicy: 'block', defaultLanguage: 'en' });
    expect(settings.agent).toMatchObject({ baseUrl: null, timeoutMs: 30_000, maxRetries: 2 });
    expect(settings.agent).toMatchObject({ maxContextTokens: 8000, maxAnswerCharacters: 100_000 });
    expect(settings.observability).toMatchObject({ logLevel: 'info', metricsToken: null });
  });

  it('takes what the environment says', () => {
    const settings = loadSettings({
      PORT: '0',
      DATABASE_URL: 'postgres://app@db.example.org/parley',
      JWT_SECRET: SECRET,
      CORS_ORIGINS: 'https://a.example.org, http://localhost:5173',
      DEFAULT_LANGUAGE: 'ur',
      AGENT_PRICE_INPUT_PER_MTOK: '0.15',
    });

    expect(settings.server.port).toBe(0);
    expect(settings.server.corsOrigins).toEqual(['https://a.example.org', 'http://localhost:5173']);
    expect(settings.database.url).toBe('postgres://app@db.example.org/parley');
    expect(settings.auth.jwtSecret).toBe(SECRET);
    expect(settings.chat.defaultLanguage).toBe('ur');
    expect(settings.agent.priceInputPerMtok).toBe(0.15);
  });

  it('takes an empty variable as unset and ignores white space round a value', () => {
    const settings = loadSettings({ PORT: '', DATABASE_URL: '  ', LOG_LEVEL: ' debug\n' });

    expect(settings.server.port).toBe(3000);
    expect(settings.database.url).toBeNull();
    expect(settings.observability.logLevel).toBe('debug');
  });

  it.each([
    ['PORT', ['65536', '-1', '3.5', 'http', '1e3', '0x10', '99999999999999999999']],
    ['ROLE', ['leader', 'ALL']],
    ['BODY_LIMIT_BYTES', ['1023', '1MB']],
    ['CORS_ORIGINS', ['*', 'example.org', 'https://a.example.org/path', 'https://a.example.org,']],
    ['DATABASE_URL', ['db', 'mysql://db/x', 'postgres:db']],
    ['DATABASE_POOL_SIZE', ['1', '501']],
    ['REDIS_URL', ['http://redis', 'localhost:6379']],
    ['JWT_SECRET', ['x'.repeat(31)]],
    ['JWT_JWKS_URL', ['file:///keys.json', 'keys']],
    ['TURN_WAIT_TIMEOUT_MS', ['99', '600001']],
    ['LOCK_TTL_MS', ['499']],
    ['RATE_LIMIT_PER_DEVICE', ['0']],
    ['CONVERSATION_MEMORY_SIZE', ['1001']],
    ['INJECTION_POLICY', ['yes']],
    ['DEFAULT_LANGUAGE', ['ja', 'EN']],
    ['AGENT_BASE_URL', ['ftp://models']],
    ['AGENT_MAX_RETRIES', ['11']],
    ['AGENT_PRICE_INPUT_PER_MTOK', ['-1', '1,5', 'free']],
    ['AGENT_PRICE_CURRENCY', ['EURO']],
    ['MESSENGER_PAGES', ['1066', '[]', '{}', '{"1066":1}', '{"page":"token"}']],
    ['MESSENGER_LONG_REPLY', ['cut']],
    ['MESSENGER_SEND_TIMEOUT_MS', ['99', '10001']],
    ['MESSENGER_GRAPH_URL', ['graph.facebook.com']],
    ['LOG_LEVEL', ['verbose']],
    ['LOG_HASH_KEY', ['short']],
  ])('refuses a bad %s and says what it takes', (variable, values) => {
    for (const value of values) {
      expect(problemsOf({ [variable]: value })).toEqual([
        expect.stringMatching(new RegExp(`^${variable}: .+`)),
      ]);
    }
  });

  it('counts the length of a secret in bytes', () => {
    expect(problemsOf({ JWT_SECRET: 'ü'.repeat(16) })).toEqual([]);
  });

  it('refuses both kinds of keys at once', () => {
    const problems = problemsOf({ JWT_SECRET: SECRET, JWT_JWKS_URL: 'https://id.example.org/keys' });

    expect(problems).toEqual([expect.stringContaining('JWT_SECRET and JWT_JWKS_URL exclude each other')]);
  });

  it.each([
    { MESSENGER_APP_SECRET: 'secret' },
    { MESSENGER_APP_SECRET: 'secret', MESSENGER_VERIFY_TOKEN: 'word' },
    { MESSENGER_VERIFY_TOKEN: 'word', MESSENGER_PAGE_ACCESS_TOKEN: 'token' },
    { MESSENGER_PAGES: '{"1066":"token"}' },
  ])('refuses half of what Messenger needs: %j', (environment) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining('belong together')]);
  });

  it.each([{ MESSENGER_PAGE_ACCESS_TOKEN: 'token' }, { MESSENGER_PAGES: '{"1066":"token"}' }])(
    'takes Messenger whole, with %j',
    (tokens) => {
      const environment = { MESSENGER_APP_SECRET: 'secret', MESSENGER_VERIFY_TOKEN: 'word', ...tokens };

      expect(problemsOf(environment)).toEqual([]);
    },
  );

  it('names all bad settings in one message and prints no value', () => {
    const variables = Object.values(SECTIONS).flatMap((section) =>
      Object.values(section).map((s) => s.variable),
    );
    const bad = Object.fromEntries(variables.map((variable) => [variable, `leaked-${'x'.repeat(30_000)}`]));

    const problems = problemsOf(bad);
    const message = new BadSettingsError(problems).message;

    expect(problems.length).toBeGreaterThan(25);
    expect(message.split('\n')).toHaveLength(problems.length + 1);
    expect(message).toContain(`${problems.length} bad setting(s)`);
    expect(message).not.toContain('leaked');
  });
});

describe('the settings', () => {
  it('have each a variable of its own', () => {
    const variables = Object.values(SECTIONS).flatMap((section) =>
      Object.values(section).map((s) => s.variable),
    );

    expect(new Set(variables).size).toBe(variables.length);
  });

  it('include the names that callers and ops rely on', () => {
    const variables = Object.values(SECTIONS).flatMap((section) =>
      Object.values(section).map((s) => s.variable),
    );

    expect(variables).toEqual(expect.arrayContaining(PROMISED));
  });
});
