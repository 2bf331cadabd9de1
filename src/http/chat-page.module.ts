import { Module } from '@nestjs/common';
import { ChatPageController } from './chat-page.controller.js';
import { PageAssets } from './page-assets.service.js';

/** The chat page at `/`. */
@Module({ controllers: [ChatPageController], providers: [PageAssets] })
export class ChatPageModule {}
