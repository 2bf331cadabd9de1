import { checkHistory } from '../support/history-checker.js';
import { Operation } from '../support/history.js';
import { Scene } from '../support/replicas-scene.js';

const MESSAGES = 100;
const PROCESSES = 3;

describe('100 messages at once into one conversation, over three processes', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES });
  });

  afterAll(async () => {
    await scene.clear();
  });

  it('are all answered, one after another, each answer knowing exactly what was said before it', async () => {
    const conversation = await scene.conversation();
    const operations = Array.from(
      { length: MESSAGES },
      (_, index) => new Operation(conversation, `message number ${index}`),
    );

    const replies = await Promise.all(
      operations.map(async (operation, index) => {
        const client = scene.clientOf(conversation, index % PROCESSES);
        const reply = await client.chat(operation.text, { conversation_id: conversation.id });
        operation.answeredWith(reply.body);
        return reply;
      }),
    );

    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: MESSAGES }, () => 200));
    const stored = await scene.settled();
    expect(stored.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 2 * MESSAGES }, (_, i) => i + 1),
    );
    expect(stored.messages.map(({ role }) => role)).toEqual(
      Array.from({ length: MESSAGES }, () => ['user', 'assistant']).flat(),
    );
    expect(checkHistory(operations, stored)).toEqual([]);
    expect(scene.agent.requests).toHaveLength(MESSAGES);
    expect(scene.agent.maxInFlight(conversation.id)).toBe(1);
  });
});
