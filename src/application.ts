import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { ChatShutdown } from './chat/chat-shutdown.service.js';
import type { Settings } from './config/settings.js';
import { Lifecycle } from './health/lifecycle.service.js';
import { configureHttp } from './http/configure-http.js';
import { createHttpAdapter } from './http/http-server.js';
import { listen } from './http/listen.js';
import { PAGE_POLICIES } from './http/page-policies.js';
import { serveOpenApi } from './http/open-api.js';

import { ApplicationLog } from './observability/application-log.service.js';
import { type Checkpoints, UnwatchedCheckpoints } from './observability/checkpoints.js';

/** Longest wait, beyond SHUTDOWN_GRACE_MS, for turns to be given back. */
const HAND_OVER_MS = 5000;
/** Longest wait for answers that are on their way to the callers. */
const FLUSH_MS = 1000;
/** Longest wait for pools to close; a database that hangs must not keep us. */
const CLOSE_MS = 3000;

/** A running Parley. */
export interface Application {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /**
   * Not ready, then SHUTDOWN_DRAIN_MS of serving, then no new connection, up to SHUTDOWN_GRACE_MS for the turns in
   * flight, the rest given back, pools closed. Bounded; what fails on the way is thrown when the rest has been done.
   */
  stop(): Promise<void>;
}

/** Puts the application together without listening. */
export async function createApplication(
  settings: Settings,
  checkpoints: Checkpoints = new UnwatchedCheckpoints(),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, checkpoints),
    createHttpAdapter(),
    {
      abortOnError: false, // What fails is the caller's to tell, and to clean up after.
      bodyParser: false,
      bufferLogs: true,
    },
  );
  app.useLogger(app.get(ApplicationLog));
  configureHttp(app, settings, PAGE_POLICIES);
  if (settings.server.role !== 'worker') await serveOpenApi(app); // No guard stands before it.
  return app;
}

/**
 * Starts Parley on HOST and PORT; the database must be migrated.
 * @throws CannotListenError, with nothing left running
 */
export async function startApplication(settings: Settings, checkpoints?: Checkpoints): Promise<Application> {
  const app = await createApplication(settings, checkpoints);
  try {
    await app.init();
    const url = await listen(serverOf(app), settings.server);
    return { url, stop: () => stopApplication(app, settings.server) };
  } catch (error) {
    await atMost(CLOSE_MS, app.close()).catch(() => undefined); // What failed first is the reason to tell.
    throw error;
  }
}

async function stopApplication(app: NestExpressApplication, settings: Settings['server']): Promise<void> {
  app.get(Lifecycle).drain();
  await sleep(settings.shutdownDrainMs);
  const server = serverOf(app);
  const flushed = new Promise((resolve) => server.close(resolve));
  try {
    await atMost(settings.shutdownGraceMs + HAND_OVER_MS, app.get(ChatShutdown).drain());
    await atMost(FLUSH_MS, flushed);
  } finally {
    server.closeAllConnections();
    await atMost(CLOSE_MS, app.close());
  }
}

/** Waits for that work, but no longer. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  const bound = sleep(ms, undefined, { signal: waited.signal });
  await Promise.race([work, bound]).finally(() => waited.abort());
}

const serverOf = (app: NestExpressApplication): Server => app.getHttpServer();
