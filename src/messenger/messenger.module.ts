import { type DynamicModule, Module } from '@nestjs/common';
import { ChatModule } from '../chat/chat.module.js';
import type { Settings } from '../config/settings.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { HealthModule } from '../health/health.module.js';
import { MessengerChannel } from './messenger-channel.service.js';
import { MessengerFigures } from './messenger-figures.service.js';
import { MessengerHandler } from './messenger-handler.service.js';
import { MessengerHealth } from './messenger-health.service.js';
import { MessengerInbox } from './messenger-inbox.service.js';
import { MessengerProfileRepository } from './messenger-profile.repository.js';
import { MessengerSenderRepository } from './messenger-sender.repository.js';
import { OutboxFigures } from './outbox-figures.service.js';
import { OutboxReport } from './outbox-report.service.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxService } from './outbox.service.js';
import { OutboxWorker } from './outbox.worker.js';
import { PageBreakers } from './page-breakers.service.js';
import { PartSender } from './part-sender.service.js';
import { ProfileApiClient } from './profile-api.client.js';
import { ProfileSync } from './profile-sync.service.js';
import { ProfileWorker } from './profile.worker.js';
import { SenderActions } from './sender-actions.service.js';
import { SendApiClient } from './send-api.client.js';
import { WebhookController } from './webhook.controller.js';

/** Facebook Messenger as a channel: events in, answers out. */
@Module({
  imports: [ChatModule, ConversationModule, HealthModule],
  controllers: [WebhookController],
  providers: [
    MessengerChannel,
    MessengerFigures,
    MessengerHandler,
    MessengerHealth,
    MessengerInbox,
    MessengerProfileRepository,
    MessengerSenderRepository,
    OutboxFigures,
    OutboxReport,
    OutboxRepository,
    OutboxService,
    OutboxWorker,
    PageBreakers,
    PartSender,
    ProfileApiClient,
    ProfileSync,
    ProfileWorker,
    SenderActions,
    SendApiClient,
  ],
})
export class MessengerModule {
  /** None where the channel is off: its routes are not there then. */
  static modules({ messenger }: Settings): DynamicModule[] {
    return messenger.appSecret === null ? [] : [{ module: MessengerModule }];
  }
}
