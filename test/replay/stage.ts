import { DatabaseError } from 'pg';
import { type Application, startApplication } from '../../src/application.js';
import { loadSettings, type Settings } from '../../src/config/settings.js';
import { migrate } from '../../src/database/migrate.js';
import { makeDatabase, type ThrowAwayDatabase } from '../bench/throw-away-database.js';
import { eventually } from '../support/eventually.js';
import { GraphStandIn } from '../support/graph-stand-in.js';
import { deliver, eventOf, newMid, signatureOf, VERIFY_TOKEN } from '../support/messenger-page.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

const DEADLOCK_DETECTED = '40P01';

const OPEN = `SELECT (SELECT count(*) FROM conversations WHERE done_turn_no < last_turn_no)
  + (SELECT count(*) FROM outbox WHERE state = 'sending' OR (state = 'pending' AND attempts = 0)) AS open`;

/** How the Send API answers a page. */
export interface SendAnswer {
  readonly pageId: string;
  readonly status: number;
  readonly body: unknown;
}

interface StoredPart {
  readonly state: string;
  readonly error_code: string | null;
}

/** Parley with Messenger on, and stand-ins for the model and for Meta. */
export class Stage {
  private constructor(
    readonly database: ThrowAwayDatabase,
    readonly agent: OpenAiStandIn,
    readonly graph: GraphStandIn,
    private readonly application: Application,
  ) {}

  static async set(appSecret: string): Promise<Stage> {
    const database = await makeDatabase(process.env.TEST_DATABASE_URL);
    const [agent, graph] = await Promise.all([OpenAiStandIn.start(), GraphStandIn.start()]);
    const settings = settingsFor({ appSecret, databaseUrl: database.url, agent, graph });
    await migrate(settings.database);
    return new Stage(database, agent, graph, await startApplication(settings));
  }

  get url(): string {
    return this.application.url;
  }

  /** Comes back when every message has been answered, and every answer was tried to be sent. */
  async rest(): Promise<void> {
    await eventually(async () => {
      const { rows } = await this.database.pool.query<{ open: string }>(OPEN);
      return rows[0]?.open === '0' ? true : null;
    });
  }

  /** As if nobody had said anything. */
  async forget(): Promise<void> {
    await eventually(() => this.empty());
    this.agent.reset();
    this.graph.requests.length = 0;
    this.graph.shown.length = 0;
  }

  /** What is stored of the part that the Send API has answered so. One page for each, so that no breaker is anybody else's. */
  async partAfter({ pageId, status, body }: SendAnswer): Promise<StoredPart | null> {
    await this.forget();
    this.graph.script({ kind: 'refuse', status, body });
    const event = {
      ...eventOf('5', { message: { mid: newMid(), text: 'hello' } }),
      recipient: { id: pageId },
    };
    const webhook = JSON.stringify({
      object: 'page',
      entry: [{ id: pageId, time: 1, messaging: [event] }],
    });
    await deliver(this.url, webhook, { 'X-Hub-Signature-256': signatureOf(webhook) });
    await this.rest();
    const { rows } = await this.database.pool.query<StoredPart>('SELECT state, error_code FROM outbox');
    return rows[0] ?? null;
  }

  /** What became of events so far, by outcome. */
  async outcomes(): Promise<ReadonlyMap<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const counted = text.matchAll(/^parley_messenger_events_total\{kind="(\w+)",outcome="(\w+)"\} (\d+)$/gm);
    const outcomes = new Map<string, number>();
    for (const [, kind, named = '', count] of counted) {
      const outcome = kind === 'standby' ? 'stand_by' : named; // An echo of ours settles its part there, too.
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + Number(count));
    }
    return outcomes;
  }

  async clear(): Promise<void> {
    await this.application.stop();
    await Promise.all([this.agent.close(), this.graph.close()]);
    await this.database.drop();
  }

  /** Null: what Parley does in the background wanted the same tables in another order, and PostgreSQL has chosen us to give way. */
  private async empty(): Promise<true | null> {
    try {
      await this.database.pool.query('TRUNCATE conversations, messenger_senders CASCADE');
      return true;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === DEADLOCK_DETECTED) return null;
      throw error;
    }
  }
}

function settingsFor(about: {
  appSecret: string;
  databaseUrl: string;
  agent: OpenAiStandIn;
  graph: GraphStandIn;
}): Settings {
  return loadSettings({
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: about.databaseUrl,
    AGENT_BASE_URL: about.agent.url,
    AGENT_API_KEY: 'none',
    MESSENGER_APP_SECRET: about.appSecret,
    MESSENGER_VERIFY_TOKEN: VERIFY_TOKEN,
    MESSENGER_PAGE_ACCESS_TOKEN: 'for every page',
    MESSENGER_GRAPH_URL: about.graph.url,
  });
}
