import { askStandIn } from './agent-env.js';
import { pick, SHOWN_MESSAGES } from './history.js';
import type { OpenAiStandIn } from './openai-stand-in.js';
import { type Exit, type ServerProcess, startServer } from './server-process.js';

export interface ReplicasOptions {
  readonly count: number;
  readonly databaseUrl: string;
  readonly agent: OpenAiStandIn;
  readonly env?: Record<string, string>;
}

/** Characters of its output that are told of a process that ended by itself. */
const LAST_WORDS = 2000;

/** Patient with the agent, forgets nothing, and refuses nobody for asking too often. */
const SETTINGS = {
  AGENT_TIMEOUT_MS: '60000',
  AGENT_MAX_CONTEXT_TOKENS: '2000000',
  CONVERSATION_MEMORY_SIZE: String(SHOWN_MESSAGES),
  DATABASE_POOL_SIZE: '8',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_DEVICE: '1000000',
  RATE_LIMIT_PER_IP: '10000000',
};

/**
 * One place in a row of servers; who dies there has a successor. The agent knows its asker by the model's name, which is
 * the replica's; the database knows each process by a session name of its own.
 */
export class Replica {
  private lives = 0;
  /** Processes that somebody here told to end. */
  private readonly asked = new WeakSet<ServerProcess>();
  private server: ServerProcess | null = null;

  constructor(
    readonly name: string,
    private readonly options: ReplicasOptions,
  ) {}

  async start(): Promise<void> {
    const { databaseUrl, agent, env } = this.options;
    this.lives += 1;
    const names = { AGENT_MODEL: this.name, PGAPPNAME: `${this.name}/${this.lives}` };
    const server = await startServer({
      databaseUrl,
      env: askStandIn(agent, { ...SETTINGS, ...env, ...names }),
    });
    this.server = server;
    void server.exited.then((exit) => this.noteEnd(server, exit));
  }

  get isUp(): boolean {
    return this.server !== null;
  }

  /** The running process. @throws Error when there is none */
  get process(): ServerProcess {
    if (!this.server) throw new Error(`${this.name} is not running`);
    return this.server;
  }

  get url(): string {
    return this.process.url;
  }

  /** Signals it, waits for its end, and gives that; the place is empty then. */
  async stop(name: NodeJS.Signals): Promise<Exit> {
    const { process } = this;
    this.asked.add(process);
    const exit = await process.stop(name);
    if (this.server === process) this.server = null;
    return exit;
  }

  /** Says how a process ended that nobody told to, with its last words. */
  private noteEnd(server: ServerProcess, { code, signal }: Exit): void {
    if (this.asked.has(server)) return;
    const lastWords = server.output().slice(-LAST_WORDS);
    process.stderr.write(`${this.name} ended by itself (code ${code}, signal ${signal}):\n${lastWords}\n`);
  }
}

/** Several servers on one database and one agent. */
export class Replicas {
  readonly all: readonly Replica[];

  private constructor(options: ReplicasOptions) {
    this.all = Array.from(
      { length: options.count },
      (_, index) => new Replica(`replica-${index + 1}`, options),
    );
  }

  /** Comes back when all of them listen; when one doesn't, none is left. */
  static async start(options: ReplicasOptions): Promise<Replicas> {
    const replicas = new Replicas(options);
    const starts = await Promise.allSettled(replicas.all.map((replica) => replica.start()));
    const failure = starts.find((start) => start.status === 'rejected');
    if (!failure) return replicas;
    await replicas.kill();
    throw failure.reason;
  }

  get up(): Replica[] {
    return this.all.filter(({ isUp }) => isUp);
  }

  /** Base URL of one that runs, or of nobody. */
  anyUrl(random: () => number): string {
    return this.up.length > 0 ? pick(this.up, random).url : 'http://127.0.0.1:9';
  }

  /** The one of that name. */
  named(name: string): Replica {
    const found = this.all.find((replica) => replica.name === name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  }

  /** Ends them all at once, whatever they are doing; paused ones too. */
  async kill(): Promise<void> {
    await Promise.all(this.up.map((replica) => replica.stop('SIGKILL')));
  }
}
