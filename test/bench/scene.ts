import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Parley, startParley } from './parley.js';
import { type Listener, type Program, startListener, startProgram } from './program.js';
import { findRedis } from './redis.js';
import { makeDatabase, type ThrowAwayDatabase } from './throw-away-database.js';

type Environment = Readonly<Record<string, string>>;

/** Everything that a bench runs against: one database, one Redis, one load generator, and what it starts besides. */
export class Scene {
  readonly load: Program = startProgram('load');
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-bench-log-'));
  private logs = 0;
  private struck: Promise<void> | null = null;

  private constructor(
    readonly database: ThrowAwayDatabase,
    readonly redisUrl: string,
    /** What every client says. */
    readonly message: string,
  ) {}

  static async set(message: string): Promise<Scene> {
    const redis = await findRedis(process.env['TEST_REDIS_URL']);
    const database = await makeDatabase(process.env['TEST_DATABASE_URL']);
    const scene = new Scene(database, redis.url, message);
    scene.stops.push(() => redis.stop());
    scene.stops.push(() => database.drop());
    scene.stops.push(() => scene.load.stop());
    return scene;
  }

  /** A model that answers after that time. */
  agent(delayMs: number): Promise<Listener> {
    return this.keep(startListener('agent', { DELAY_MS: String(delayMs) }));
  }

  parley(agent: Listener, env: Environment = {}): Promise<Parley> {
    this.logs += 1;
    const logFile = join(this.folder, `${this.logs}.log`);
    return this.keep(startParley(logFile, { ...this.servers(agent), ...env }));
  }

  /** Meta's Send API, which takes everything. */
  graph(): Promise<Listener> {
    return this.keep(startListener('graph'));
  }

  webhookReference(secret: string): Promise<Listener> {
    return this.keep(
      startListener('webhook-reference', { DATABASE_URL: this.database.url, APP_SECRET: secret }),
    );
  }

  /** A model that says its answer word by word. */
  streamAgent(): Promise<Listener> {
    return this.keep(startListener('stream-agent'));
  }

  streamProxy(agent: Listener): Promise<Listener> {
    return this.keep(startListener('stream-proxy', { AGENT_BASE_URL: agent.url }));
  }

  reference(agent: Listener): Promise<Listener> {
    return this.keep(startListener('reference', this.servers(agent)));
  }

  /**
   * As autovacuum does within a minute of a database's life. Until then whoever was warmed up first goes on with plans that were
   * made for empty tables.
   */
  async analyze(): Promise<void> {
    await this.database.pool.query('ANALYZE');
  }

  /** Ends everything that was started, the newest first; once, however often it is called. */
  strike(): Promise<void> {
    this.struck ??= this.stopAll();
    return this.struck;
  }

  private async stopAll(): Promise<void> {
    for (const stop of this.stops.toReversed()) {
      await stop().catch((error: unknown) => console.error(error)); // The others are to be stopped all the same.
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private servers(agent: Listener): Record<string, string> {
    return { DATABASE_URL: this.database.url, REDIS_URL: this.redisUrl, AGENT_BASE_URL: agent.url };
  }

  private async keep<P extends Program>(starting: Promise<P>): Promise<P> {
    const program = await starting;
    this.stops.push(() => program.stop());
    return program;
  }
}
