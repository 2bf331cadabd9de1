import {
  type INestApplication,
  Body,
  Controller,
  Get,
  HttpException,
  Module,
  Param,
  Post,
  Res,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Response } from 'express';
import request from 'supertest';
import { ConfigModule } from '../../src/config/config.module.js';
import { loadSettings } from '../../src/config/settings.js';
import { createJsonLog, JSON_LOG } from '../../src/observability/json-log.js';
import { noteAnswer } from '../../src/observability/sent-answer.js';
import { ObservabilityModule } from '../../src/observability/observability.module.js';
import { LogLines } from '../support/log-lines.js';

const CONVERSATION = '01936f6e-0000-7000-8000-000000000001';
const ANSWER = {
  conversation_id: CONVERSATION,
  user_message_id: '01936f6e-0000-7000-8000-000000000002',
  assistant_message_id: '01936f6e-0000-7000-8000-000000000003',
  response: 'secret answer',
  message: 'secret answer',
};

@Controller()
class StandInController {
  @Post('chat')
  chat(@Body() body: { message?: string }, @Res({ passthrough: true }) response: Response): object {
    if (body.message === 'too fast') throw new HttpException({}, 429);
    if (body.message === 'later') return { id: 'turn-1', response: null };
    noteAnswer(response, { conversationId: CONVERSATION, platform: 'web' });
    return ANSWER;
  }

  @Post('api/:user_id/chat')
  userChat(@Res({ passthrough: true }) response: Response): object {
    noteAnswer(response, { conversationId: CONVERSATION, platform: 'api' });
    return ANSWER;
  }

  @Get('conversations/:id')
  conversation(@Param('id') id: string): object {
    return { id };
  }
}

@Module({ controllers: [StandInController] })
class StandInModule {}

const lines = new LogLines();
const settings = loadSettings({
  METRICS_TOKEN: 'scraping-is-allowed',
  LOG_HASH_KEY: 'a key of sixteen bytes',
});
let app: INestApplication;

beforeAll(async () => {
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), ObservabilityModule, StandInModule],
  })
    .overrideProvider(JSON_LOG)
    .useValue(createJsonLog(settings, lines))
    .compile();
  app = await module.createNestApplication({ logger: false }).init();
});

afterAll(() => app.close());

const server = () => request(app.getHttpServer());
const events = () => lines.all().filter((line) => 'event_type' in line);
const scrape = async () =>
  (await server().get('/metrics').set('Authorization', 'Bearer scraping-is-allowed').expect(200)).text;

describe('events of a request', () => {
  it('tells of an answer without its text or the raw device id', async () => {
    const before = events().length;

    await server().post('/chat').send({ message: 'secret question', device_id: 'secret-device' });

    expect(events().slice(before)).toEqual([
      expect.objectContaining({
        event_type: 'response_sent',
        conversation_id: CONVERSATION,
        platform: 'web',
        latency_ms: expect.any(Number),
        owner: expect.stringMatching(/^[0-9a-f]{32}$/),
        request_id: expect.any(String),
      }),
    ]);
    expect(lines.raw()).not.toContain('secret');
  });

  it('tells the same of the user contract', async () => {
    const before = events().length;

    await server().post('/api/secret-user/chat').send({ message: 'hello', platform: 'api' });

    expect(events().slice(before)).toMatchObject([
      { event_type: 'response_sent', conversation_id: CONVERSATION, platform: 'api' },
    ]);
    expect(lines.raw()).not.toContain('secret');
  });

  it('sends no answer where the turn goes on without its caller', async () => {
    const before = events().length;

    await server().post('/chat').set('X-Device-Id', 'phone').send({ message: 'later' });

    expect(events().slice(before)).toEqual([]);
  });

  it('tells of a refusal by rate', async () => {
    const before = events().length;

    await server().post('/chat').send({ message: 'too fast' }).expect(429);

    expect(events().slice(before)).toContainEqual(expect.objectContaining({ event_type: 'rate_limited' }));
  });
});

describe('request log', () => {
  it('logs method, path, status and latency under the request id, and no query', async () => {
    await server().get('/conversations/c-1?device_id=secret-in-query').set('Cookie', 'a=secret-cookie');

    expect(lines.all()).toContainEqual(
      expect.objectContaining({
        method: 'GET',
        path: '/conversations/c-1',
        status: 200,
        latency_ms: expect.any(Number),
        request_id: expect.any(String),
      }),
    );
    expect(lines.raw()).not.toContain('secret');
  });
});

describe('GET /metrics', () => {
  it.each([[''], ['Bearer wrong'], ['scraping-is-allowed']])(
    'refuses the authorization "%s"',
    async (header) => {
      const answer = await server().get('/metrics').set('Authorization', header);

      expect(answer.status).not.toBe(200);
      expect(answer.text).not.toContain('parley_');
    },
  );

  it('names requests by route template, so that no id becomes a label', async () => {
    await server().get('/conversations/c-42');
    await server().get('/nowhere/c-42');

    const text = await scrape();
    expect(text).toContain('route="/conversations/:id",status="200"');
    expect(text).toContain('route="unmatched",status="404"');
    expect(text).not.toContain('c-42');
  });

  it('counts events and shows the state of the process', async () => {
    const answer = await server().get('/metrics').set('Authorization', 'Bearer scraping-is-allowed');

    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.text).toContain('parley_events_total{event_type="response_sent",platform="web"}');
    expect(answer.text).toContain('process_cpu_seconds_total');
  });
});
