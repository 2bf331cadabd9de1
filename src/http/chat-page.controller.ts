import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { type PageAsset, PageAssets } from './page-assets.service.js';

/** A page to try Parley in a browser. */
@ApiExcludeController()
@Controller()
export class ChatPageController {
  constructor(private readonly assets: PageAssets) {}

  @Get()
  page(@Res() response: Response): void {
    send(response, this.assets.page());
  }

  @Get('assets/:version/:name')
  asset(@Param('version') version: string, @Param('name') name: string, @Res() response: Response): void {
    send(response, this.assets.asset(version, name));
  }
}

function send(response: Response, { type, body, cacheControl }: PageAsset): void {
  response.set('Cache-Control', cacheControl).type(type).send(body);
}
