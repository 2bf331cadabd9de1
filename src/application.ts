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
import { PAGE_POLICIES } from './http/page-policies.js';
import { serveOpenApi } from './http/open-api.js';
import { ApplicationLog } from './observability/application-log.service.js';

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
   * flight, the rest given back, pools closed.
   */
  stop(): Promise<void>;
}

/** Puts the application together without listening. */
export async function createApplication(settings: Settings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings),
    createHttpAdapter(),
    {
      bodyParser: false,
      bufferLogs: true,
    },
  );
  app.useLogger(app.get(ApplicationLog));
  configureHttp(app, settings, PAGE_POLICIES);
  await serveOpenApi(app);
  return app;
}

/** Starts Parley on HOST and PORT; the database must be migrated. */
export async function startApplication(settings: Settings): Promise<Application> {
  const app = await createApplication(settings);
  await app.listen(settings.server.port, settings.server.host);
  return { url: await app.getUrl(), stop: () => stopApplication(app, settings) };
}

async function stopApplication(app: NestExpressApplication, settings: Settings): Promise<void> {
  app.get(Lifecycle).drain();
  await sleep(settings.server.shutdownDrainMs);
  const server: Server = app.getHttpServer();
  const flushed = new Promise((resolve) => server.close(resolve));
  await app.get(ChatShutdown).drain();
  await Promise.race([flushed, sleep(FLUSH_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await Promise.race([app.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
}
