import { All, Controller, Req } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Express, Request } from 'express';
import { MethodNotAllowedError, NotFoundError } from '../errors/request.errors.js';
import { allowedMethods, type KnownRoute, knownRoutes } from './known-routes.js';

/** Takes what no other route takes, behind the same guards. Its module is imported last. */
@ApiExcludeController()
@Controller()
export class FallbackController {
  private routes: readonly KnownRoute[] | null = null;

  constructor(private readonly host: HttpAdapterHost) {}

  /** @throws MethodNotAllowedError where the path has other methods, else NotFoundError */
  @All('{*path}')
  refuse(@Req() request: Request): never {
    this.routes ??= this.readRoutes();
    const allowed = allowedMethods(this.routes, request.path);
    throw allowed.length > 0 ? new MethodNotAllowedError(allowed) : new NotFoundError();
  }

  private readRoutes(): KnownRoute[] {
    const application: Express = this.host.httpAdapter.getInstance();
    return knownRoutes(application.router.stack);
  }
}
