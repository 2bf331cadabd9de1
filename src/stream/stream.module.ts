import { Module } from '@nestjs/common';
import { TurnLogRepository } from './turn-log.repository.js';
import { TurnStreams } from './turn-streams.service.js';

/** What turns tell while they run. */
@Module({
  providers: [TurnLogRepository, TurnStreams],
  exports: [TurnStreams],
})
export class StreamModule {}
