import type { AddressInfo } from 'node:net';
import {
  Body,
  Controller,
  Get,
  Injectable,
  type LoggerService,
  Module,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt, IsObject, IsOptional, IsString, Max } from 'class-validator';
import { Type } from 'class-transformer';
import { AuthGuard } from '../../src/auth/auth.guard.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import type { Owner } from '../../src/auth/owner.js';
import { CurrentOwner } from '../../src/auth/request-owner.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { type Environment, loadSettings } from '../../src/config/settings.js';
import { UnavailableError } from '../../src/errors/request.errors.js';
import { BodyGuard } from '../../src/http/body.guard.js';
import { configureHttp } from '../../src/http/configure-http.js';
import { createHttpAdapter, type HttpTimeouts } from '../../src/http/http-server.js';
import { HttpModule } from '../../src/http/http.module.js';
import { currentRequest } from '../../src/http/request-context.js';
import { IpLimitGuard } from '../../src/throttle/ip-limit.guard.js';
import { OwnerLimitGuard } from '../../src/throttle/owner-limit.guard.js';
import { ThrottleModule } from '../../src/throttle/throttle.module.js';

class NoteDto {
  @IsString()
  readonly message: string;

  @IsOptional()
  readonly device_id?: unknown;

  @IsOptional()
  @IsObject()
  readonly extra?: Record<string, unknown>;
}

class PageDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(100)
  readonly limit?: number;
}

/** Every kind of route that the edge treats differently, without anything behind it. */
@Controller()
class EdgeController {
  @Post('notes')
  note(@Body() body: NoteDto, @CurrentOwner() owner: Owner) {
    return { owner, message: body.message, context: currentRequest() };
  }

  @Get('notes')
  notes(@Query() query: PageDto) {
    return query;
  }

  @Get('notes/:id')
  one(@Param('id') id: string) {
    return { id };
  }

  @Get('turns/:id')
  turn(@Param('id') id: string) {
    return { id };
  }

  @Get('api/:user_id/notes')
  mine(@CurrentOwner() owner: Owner) {
    return owner;
  }

  @Get('health/live')
  health() {
    return { status: 'ok' };
  }

  @Get('broken')
  broken(): never {
    throw new Error('secret.sql: SELECT password', { cause: new Error('the cause') });
  }

  @Get('away')
  away(): never {
    throw new UnavailableError({ retryAfterSeconds: 1.2 });
  }
}

@Module({
  imports: [AuthModule, ThrottleModule],
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

export interface EdgeApp {
  readonly url: string;
  readonly port: number;
  readonly log: LogCollector;
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
  const address: AddressInfo = app.getHttpServer().address();
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    log,
    stop: () => app.close(),
  };
}
