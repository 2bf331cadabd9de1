import { askedConversation } from './asked-conversation.js';

const ID = '01936f6e-0000-7000-8000-00000000000a';
const CHAT = { method: 'POST', path: '/chat', body: { conversation_id: ID } };

describe(askedConversation.name, () => {
  it.each(['/chat', '/chat/', '/Chat', '/api/alice/chat', '/API/al%20ice/CHAT/'])(
    'is the conversation that a message to %s names',
    (path) => {
      expect(askedConversation({ ...CHAT, path })).toBe(ID);
    },
  );

  it('has one spelling', () => {
    expect(askedConversation({ ...CHAT, body: { conversation_id: ID.toUpperCase() } })).toBe(ID);
  });

  it.each(['/', '/chats', '/chat/x', '/api/chat', '/api/alice/bob/chat', '/x/chat', '/conversations'])(
    'is none for %s',
    (path) => {
      expect(askedConversation({ ...CHAT, path })).toBeNull();
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('is none for %s', (method) => {
    expect(askedConversation({ ...CHAT, method })).toBeNull();
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{}],
    [{ conversation_id: null }],
    [{ conversation_id: 7 }],
    [{ conversation_id: [ID] }],
    [{ conversation_id: 'primary' }],
    [{ conversation_id: '' }],
    [{ conversation_id: `${ID} ` }],
    [{ conversation_id: `${ID}}` }],
  ])('is none for the body %j', (body) => {
    expect(askedConversation({ ...CHAT, body })).toBeNull();
  });
});
