import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../../src/app.module.js';
import { UnwatchedCheckpoints } from '../../src/observability/checkpoints.js';
import { ChatShutdown } from '../../src/chat/chat-shutdown.service.js';
import { loadSettings } from '../../src/config/settings.js';
import { configureHttp } from '../../src/http/configure-http.js';
import { createHttpAdapter } from '../../src/http/http-server.js';
import { PAGE_POLICIES } from '../../src/http/page-policies.js';
import { createJsonLog, JSON_LOG } from '../../src/observability/json-log.js';
import { cloneDatabase, settingsOf } from './database.js';
import { LogLines } from './log-lines.js';

/** Parley whose log a test can read. */
export interface LoggedApp {
  readonly url: string;
  readonly databaseUrl: string;
  readonly log: LogLines;
  stop(): Promise<void>;
}

/** Starts it on a free port and a database of its own. */
export async function startLoggedApp(env: Record<string, string>): Promise<LoggedApp> {
  const database = await cloneDatabase();
  const settings = loadSettings({ ...settingsOf(database.url), ...env });
  const log = new LogLines();
  const module = await Test.createTestingModule({
    imports: [AppModule.forRoot(settings, new UnwatchedCheckpoints())],
  })
    .overrideProvider(JSON_LOG)
    .useValue(createJsonLog(settings, log))
    .compile();
  const app = module.createNestApplication<NestExpressApplication>(createHttpAdapter(), {
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  configureHttp(app, settings, PAGE_POLICIES);
  await app.listen(0, '127.0.0.1');
  const stop = async (): Promise<void> => {
    await app.get(ChatShutdown).drain();
    await app.close();
    await database.drop();
  };
  return { url: await app.getUrl(), databaseUrl: database.url, log, stop };
}
