import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import type { Exit } from '../../support/server-process.js';
import { type Action, type Order, newsSchema } from './orders.js';

const root = join(__dirname, '..', '..', '..');
const LOADER = join(root, 'test', 'bench', 'load-typescript.mjs');
/** Compiled code of what every replica imports: a third of the time that it takes to be warm. */
const COMPILE_CACHE = join(root, 'node_modules', '.cache', 'parley-faults');
/** Characters of its output that are told of a process that ended by itself. */
const LAST_WORDS = 3000;

/** Longest wait for a process that has said that it stops. */
const STOPPED_WITHIN_MS = 2000;

interface ChildEvents {
  /** It is at a checkpoint, and has done there what it was armed for. */
  hit: [checkpoint: string, action: Action];
  /** It has written a line, to stdout or stderr. */
  line: [line: string];
}

/** A process of `replica-process.ts`, from its birth to its end. */
export class Child extends EventEmitter<ChildEvents> {
  /** Rejects when it ends before it is warm. */
  readonly warm: Promise<void>;
  readonly exited: Promise<Exit>;
  private readonly listening = Promise.withResolvers<string>();
  private words = '';
  private isAwaited = false;

  private constructor(private readonly process: ChildProcess) {
    super();
    const warm = Promise.withResolvers<void>();
    this.warm = warm.promise;
    process.on('message', (message) => {
      const news = newsSchema.parse(message);
      if (news.type === 'warm') warm.resolve();
      else this.listening.resolve(news.url);
    });
    this.exited = new Promise((resolve) => {
      // Not `exit`: what it said last may still be in the pipes then.
      process.once('close', (code, signal) => resolve({ code, signal }));
    });
    void this.exited.then(() => {
      for (const { reject } of [warm, this.listening]) reject(new Error(`A replica ended:\n${this.words}`));
    });
    for (const { promise } of [warm, this.listening]) promise.catch(() => undefined); // Not everybody waits.
    this.read();
  }

  /** Begins to import the build in that folder. */
  static spawn(build: string): Child {
    const program = join(root, 'test', 'faults', 'harness', 'replica-process.ts');
    const child = spawn(process.execPath, ['--import', LOADER, program, build], {
      cwd: root,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILE_CACHE },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    });
    return new Child(child);
  }

  /** Makes a replica of it; gives its URL. @throws Error with its last words, when it ends before it listens */
  start(environment: Record<string, string>, clockShiftMs: number): Promise<string> {
    this.send({ type: 'start', environment, clockShiftMs });
    return this.listening.promise;
  }

  /**
   * Arms it for the checkpoint. True when it has come there, and stands still if that was the action; false when it has not
   * within `patienceMs`, or ended before.
   */
  async meet(checkpoint: string, action: Action, patienceMs: number): Promise<boolean> {
    const over = new AbortController();
    const options = { signal: over.signal };
    this.isAwaited = true;
    this.send({ type: 'arm', checkpoint, action });
    const isHit = await Promise.race([
      once(this, 'hit', options).then(() => true),
      this.exited.then(() => false),
      delay(patienceMs, false, options),
    ]).finally(() => over.abort());
    this.isAwaited = false;
    if (!isHit) this.send({ type: 'disarm' });
    else if (action === 'stop') await this.stopped();
    return isHit;
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  get lastWords(): string {
    return this.words;
  }

  private send(order: Order): void {
    if (this.process.connected) this.process.send(order, () => undefined); // It may be gone by then.
  }

  private read(): void {
    const [, stdout, stderr, , hits] = this.process.stdio;
    for (const output of [stdout, stderr]) this.eachLine(output, (line) => this.hear(line));
    this.eachLine(hits, (line) => {
      const [action, checkpoint = ''] = line.split(' ');
      if (action === 'stop' && !this.isAwaited) void this.stopped().then(() => this.signal('SIGCONT')); // Nobody else would.
      this.emit('hit', checkpoint, action === 'stop' ? 'stop' : 'kill');
    });
  }

  /** It tells of its stop a moment before: whoever woke it in between would wake it for ever in vain. */
  private async stopped(): Promise<void> {
    const isStopped = async (): Promise<true | null> =>
      !this.isAlive || standsStill(this.process.pid) ? true : null;
    await eventually(isStopped, STOPPED_WITHIN_MS).catch(() => null); // Somebody else may have woken it.
  }

  private eachLine(stream: unknown, hear: (line: string) => void): void {
    if (stream instanceof Readable) createInterface({ input: stream }).on('line', hear);
  }

  private hear(line: string): void {
    this.words = `${this.words}${line}\n`.slice(-LAST_WORDS);
    this.emit('line', line);
  }
}

/** True: it is stopped by a signal, as `ps` tells on every system that has signals. */
function standsStill(pid = 0): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim().startsWith('T');
}
