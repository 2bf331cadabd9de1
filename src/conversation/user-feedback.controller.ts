import { Body, Controller, Put } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { RatedMessageDto, UserFeedbackDto } from './feedback.dto.js';
import { FeedbackService } from './feedback.service.js';
import { MessageId } from './message-id.js';

/** What a signed-in user thinks of an answer. */
@Controller('api/:user_id/messages/:message_id/feedback')
export class UserFeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  /** Likes or dislikes an answer, in the place of what was said before; `rating: null` takes it back. */
  @Put()
  async rate(
    @CurrentOwner() owner: Owner,
    @MessageId() id: string,
    @Body() body: UserFeedbackDto,
  ): Promise<RatedMessageDto> {
    return RatedMessageDto.from(id, await this.feedback.rate(id, owner, body.toFeedback()));
  }
}
