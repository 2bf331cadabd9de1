import { echoOf, deliver, newPsid, textFrom, webhookOf } from '../support/messenger-page.js';
import { MessengerScene } from '../support/messenger-scene.js';

const PROCESSES = 3;
const DELIVERIES = 10;
const PEOPLE = 30;
/** Nobody is killed here: a process that stands still for a moment keeps what it is at. */
const PATIENT = { LOCK_TTL_MS: '15000' };

describe(`${DELIVERIES} deliveries of one message to three processes at once`, () => {
  let scene: MessengerScene;

  beforeAll(async () => {
    scene = await MessengerScene.set({ count: PROCESSES, env: PATIENT });
  });
  afterAll(() => scene.clear());

  const deliverEverywhere = (body: string): Promise<number[]> =>
    Promise.all(
      Array.from({ length: DELIVERIES }, async (_, n) => {
        const { url } = scene.servers.replicas.up[n % PROCESSES] ?? { url: '' };
        return (await deliver(url, body)).status;
      }),
    );

  it('are one turn and one send, for each of many people', async () => {
    const psids = Array.from({ length: PEOPLE }, newPsid);

    const statuses: number[] = [];
    for (const psid of psids) statuses.push(...(await deliverEverywhere(webhookOf(textFrom(psid, 'Hello')))));
    await scene.rest();

    expect(statuses).toEqual(Array.from({ length: DELIVERIES * PEOPLE }, () => 200));
    expect(scene.servers.agent.requests).toHaveLength(PEOPLE);
    expect(psids.map((psid) => scene.graph.sendsTo(psid).length)).toEqual(psids.map(() => 1));
    expect(await scene.count('SELECT count(*) FROM turns')).toBe(PEOPLE);
  });

  it('change nothing when they come again after the answer, echoes included', async () => {
    const psid = newPsid();
    const body = webhookOf(textFrom(psid, 'Hello'));
    await deliverEverywhere(body);
    await scene.rest();

    await deliverEverywhere(body);
    await deliverEverywhere(webhookOf(...scene.graph.shown.map(echoOf)));
    await scene.rest();

    expect(scene.graph.textsFor(psid)).toEqual(['Echo: Hello']);
  });

  it('of somebody new who says many things at once are one conversation, and each is answered once', async () => {
    const psid = newPsid();
    const texts = Array.from({ length: DELIVERIES }, (_, n) => `Thing ${n}`);

    await Promise.all(texts.map((text) => deliverEverywhere(webhookOf(textFrom(psid, text)))));
    await scene.rest();

    const seen = scene.graph.textsFor(psid);
    expect(seen.toSorted()).toEqual(texts.map((text) => `Echo: ${text}`));
    const conversations = scene.servers.agent.requests
      .slice(-DELIVERIES)
      .map((request) => request.conversationId);
    expect(new Set(conversations).size).toBe(1);
  });
});
