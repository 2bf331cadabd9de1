import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Max } from 'class-validator';
import type { Response } from 'express';
import type { Owner } from '../../src/auth/owner.js';
import { CurrentOwner } from '../../src/auth/request-owner.js';
import { UnavailableError } from '../../src/errors/request.errors.js';
import { currentRequest } from '../../src/http/request-context.js';

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
export class EdgeController {
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

  @Get('cut')
  cut(@Res() response: Response): never {
    response.write('{"half":');
    throw new Error('too late');
  }

  @Get('away')
  away(): never {
    throw new UnavailableError({ retryAfterSeconds: 1.2 });
  }
}
