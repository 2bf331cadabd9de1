import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { currentRequest } from '../http/request-context.js';
import { noteAnswer } from '../observability/sent-answer.js';
import { sendEvents, whenHungUp } from '../stream/event-stream.js';
import type { StreamEvent } from '../stream/stream-event.js';
import { ChatService } from './chat.service.js';
import { answerWith } from './turn-exchange.js';
import type { TurnRequest } from './turn-request.js';
import { TurnStreaming } from './turn-streaming.service.js';

/** Answers a chat request, in the form that its caller asks for. */
@Injectable()
export class ChatExchange {
  constructor(
    private readonly chat: ChatService,
    private readonly streaming: TurnStreaming,
  ) {}

  /** As JSON, or as events while it goes on. @throws as ChatService.takeTurn does, before anything is sent */
  async answer(asked: TurnRequest, response: Response): Promise<void> {
    if (asked.asEvents) return this.stream(asked, response);
    const reply = await this.chat.takeTurn(asked);
    response.json(answerWith(response, asked, reply));
  }

  private async stream(asked: TurnRequest, response: Response): Promise<void> {
    const hungUp = whenHungUp(response);
    const { accepted, created } = await this.streaming.open(asked);
    if (accepted.isReplay) response.setHeader('Idempotency-Replayed', 'true');
    const language = currentRequest()?.language ?? 'en';
    const events = this.streaming.events(accepted, created, { language, signal: hungUp });
    const { conversationId } = accepted;
    const noted = withNote(events, () => noteAnswer(response, { conversationId, platform: asked.platform }));
    await sendEvents(response, noted, hungUp);
  }
}

/** Calls `note` once the answer is told. */
async function* withNote(events: AsyncGenerator<StreamEvent>, note: () => void): AsyncGenerator<StreamEvent> {
  for await (const event of events) {
    if (event.type === 'message.completed') note();
    yield event;
  }
}
