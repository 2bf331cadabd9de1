import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import { eventOf, newMid, newPsid, textFrom } from '../support/messenger-page.js';

let app: MessengerApp;
let psid: string;

beforeAll(async () => {
  app = await startMessengerApp();
});
beforeEach(() => {
  app.agent.reset();
  psid = newPsid();
});
afterAll(() => app.stop());

const fence = (kind: string, ...lines: string[]): string => ['```' + kind, ...lines, '```'].join('\n');

/** What Meta is given once the agent has answered with these parts, in `count` messages, but for the metadata. */
async function sentFor(count: number, ...parts: string[]): Promise<object[]> {
  app.agent.script({ kind: 'text', text: parts.join('\n') });
  await app.hear(textFrom(psid, 'Show me'));
  await app.seen(psid, count);
  return app.graph.sendsTo(psid).map(({ body }) => ({ ...body.message, metadata: undefined }));
}

describe('an answer with more than text', () => {
  it('offers quick replies, whose payload is what the agent is told of a tap', async () => {
    const sent = await sentFor(1, '**Which size?**', fence('quick-replies', 'Small', 'Large | SIZE_L'));
    await app.hear(
      eventOf(psid, { message: { mid: newMid(), text: 'Large', quick_reply: { payload: 'SIZE_L' } } }),
    );

    expect(sent).toEqual([
      {
        text: 'Which size?',
        quick_replies: [
          { content_type: 'text', title: 'Small', payload: 'Small' },
          { content_type: 'text', title: 'Large', payload: 'SIZE_L' },
        ],
      },
    ]);
    expect(await app.seen(psid, 2)).toEqual(['Which size?', 'Echo: SIZE_L']);
  });

  it('brings buttons', async () => {
    const buttons = fence('buttons', 'Our site | https://example.com', 'Order now | ORDER');

    expect(await sentFor(2, 'What next?', buttons, 'Take your time.')).toEqual([
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'What next?',
            buttons: [
              { type: 'web_url', title: 'Our site', url: 'https://example.com' },
              { type: 'postback', title: 'Order now', payload: 'ORDER' },
            ],
          },
        },
      },
      { text: 'Take your time.' },
    ]);
  });

  it('brings cards', async () => {
    const cup = ['# Cup', 'Holds 0.3 l', '![](https://example.com/cup.png)', '[](https://example.com/cup)'];
    const cards = fence('cards', ...cup, '- Order | CUP', '# Pot', 'Holds 1 l');

    expect(await sentFor(2, 'Look:', cards, fence('quick-replies', 'More'))).toEqual([
      { text: 'Look:' },
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'generic',
            elements: [
              {
                title: 'Cup',
                subtitle: 'Holds 0.3 l',
                image_url: 'https://example.com/cup.png',
                default_action: { type: 'web_url', url: 'https://example.com/cup' },
                buttons: [{ type: 'postback', title: 'Order', payload: 'CUP' }],
              },
              { title: 'Pot', subtitle: 'Holds 1 l' },
            ],
          },
        },
        quick_replies: [{ content_type: 'text', title: 'More', payload: 'More' }],
      },
    ]);
  });
});
