import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { type PageAsset, PageAssets } from './page-assets.service.js';

/** Scripts, styles and requests of this origin only; nothing inline, and no other page may frame it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page to try Parley in a browser. */
@ApiExcludeController()
@Controller()
export class ChatPageController {
  constructor(private readonly assets: PageAssets) {}

  @Get()
  @Header('Content-Security-Policy', PAGE_POLICY)
  page(@Res() response: Response): void {
    send(response, this.assets.page());
  }

  @Get('page/:version/:name')
  asset(@Param('version') version: string, @Param('name') name: string, @Res() response: Response): void {
    send(response, this.assets.asset(version, name));
  }
}

function send(response: Response, { type, body, cacheControl }: PageAsset): void {
  response.set('Cache-Control', cacheControl).type(type).send(body);
}
