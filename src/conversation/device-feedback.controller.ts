import { Body, Controller, Put } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { RatedMessageDto, DeviceFeedbackDto } from './feedback.dto.js';
import { FeedbackService } from './feedback.service.js';
import { MessageId } from './message-id.js';

/** What a device thinks of an answer. */
@Controller('messages/:message_id/feedback')
export class DeviceFeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  /** Likes or dislikes an answer, in the place of what was said before; `rating: null` takes it back. */
  @Put()
  async rate(
    @CurrentOwner() owner: Owner,
    @MessageId() id: string,
    @Body() body: DeviceFeedbackDto,
  ): Promise<RatedMessageDto> {
    return RatedMessageDto.from(id, await this.feedback.rate(id, owner, body.toFeedback()));
  }
}
