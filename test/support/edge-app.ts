import { Global, Injectable, type LoggerService, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthGuard } from '../../src/auth/auth.guard.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { type Environment, loadSettings } from '../../src/config/settings.js';
import { BodyGuard } from '../../src/http/body.guard.js';
import { configureHttp } from '../../src/http/configure-http.js';
import { createHttpAdapter, type HttpTimeouts } from '../../src/http/http-server.js';
import { HttpModule } from '../../src/http/http.module.js';
import { RedisClient } from '../../src/redis/redis.client.js';
import { IpLimitGuard } from '../../src/throttle/ip-limit.guard.js';
import { OwnerLimitGuard } from '../../src/throttle/owner-limit.guard.js';
import { ThrottleModule } from '../../src/throttle/throttle.module.js';
import { EdgeController } from './edge-routes.js';

/** RedisModule without its wake-ups, which need a database. */
@Global()
@Module({ providers: [RedisClient], exports: [RedisClient] })
class EdgeRedisModule {}

@Module({
  imports: [EdgeRedisModule, AuthModule, ThrottleModule],
  controllers: [EdgeController],
  providers: [
    { provide: APP_GUARD, useClass: IpLimitGuard },
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: OwnerLimitGuard },
    { provide: APP_GUARD, useClass: BodyGuard },
  ],
})
class EdgeModule {}

/** Keeps what is logged. */
@Injectable()
export class LogCollector implements LoggerService {
  readonly warnings: unknown[] = [];
  readonly errors: unknown[] = [];

  log(): void {
    // Nest's own start messages say nothing about a request.
  }

  warn(message: unknown): void {
    this.warnings.push(message);
  }

  error(message: unknown): void {
    this.errors.push(message);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface EdgeApp {
  readonly port: number;
  readonly log: LogCollector;
  /** One request; the answer's body is parsed as JSON, and null where there is none. */
  call(path: string, init?: RequestInit): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts the edge on a free port of 127.0.0.1, with a controller that has nothing behind it. */
export async function startEdgeApp(
  options: { env?: Environment; timeouts?: Partial<HttpTimeouts> } = {},
): Promise<EdgeApp> {
  const settings = loadSettings({ ...options.env });
  const log = new LogCollector();
  const modules = { module: EdgeModule, imports: [ConfigModule.forRoot(settings)] };
  class Root {}
  Module({ imports: [modules, HttpModule] })(Root);
  const app = await NestFactory.create<NestExpressApplication>(Root, createHttpAdapter(options.timeouts), {
    bodyParser: false,
    logger: log,
  });
  configureHttp(app, settings, [{ paths: /^\/$/, contentSecurityPolicy: "default-src 'self'" }]);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    port: Number(new URL(url).port),
    log,
    call: (path, init) => call(`${url}${path}`, init),
    stop: () => app.close(),
  };
}

async function call(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** A POST of JSON, as a browser would send it. */
export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
