/** Ids that stand in every example, so that a reader sees what belongs together. */
export const EXAMPLE_IDS = {
  conversation: '01936f6e-7c1a-7000-8000-000000000001',
  question: '01936f6e-7c1a-7000-8000-000000000002',
  answer: '01936f6e-7c1a-7000-8000-000000000003',
  turn: '01936f6e-7c1a-7000-8000-000000000004',
  device: '6f2a1f0e-3c0b-4a51-9d6e-0d4f1c9a7b3e',
  request: '3f0d1c52-6f0e-4c1b-9a53-3a3f9a0f2f11',
};

const ASKED = 'When are you open on Friday?';
const ANSWERED = 'On Friday we are open from 9 to 15.';
const ASKED_AT = '2026-11-20T09:00:00.000Z';
const ANSWERED_AT = '2026-11-20T09:00:01.240Z';
const DEVICE = { device_id: EXAMPLE_IDS.device };
const TITLE = { title: 'Opening hours' };

const metadata = {
  intent: 'question',
  language: 'en',
  sources: [
    { title: 'Opening hours', url: 'https://example.org/hours', snippet: 'Friday 9–15', score: 0.92 },
  ],
  timing: { total_ms: 1240, queue_ms: 3, agent_ms: 1180 },
  usage: { input_tokens: 412, output_tokens: 18 },
  cost: { amount: 0.000073, currency: 'USD' },
  model: 'gpt-4o-mini',
  turn_id: EXAMPLE_IDS.turn,
};

const conversation = {
  id: EXAMPLE_IDS.conversation,
  ...TITLE,
  message_count: 2,
  created_at: ASKED_AT,
  updated_at: ANSWERED_AT,
  platform: 'web',
  last_activity: ANSWERED_AT,
};

const tools = { tool_calls: null, tool_results: null };

const messages = [
  {
    id: EXAMPLE_IDS.question,
    seq: 1,
    role: 'user',
    content: ASKED,
    metadata: {},
    ...tools,
    created_at: ASKED_AT,
  },
  {
    id: EXAMPLE_IDS.answer,
    seq: 2,
    role: 'assistant',
    content: ANSWERED,
    metadata,
    ...tools,
    created_at: ANSWERED_AT,
  },
];

const page = { total: 1, limit: 50, offset: 0 };

/** What a body looks like, by the name of its schema. */
export const EXAMPLES: ReadonlyMap<string, object> = new Map<string, object>([
  ['DeviceChatDto', { message: ASKED, ...DEVICE }],
  ['UserChatDto', { message: ASKED, conversation_id: 'primary' }],
  ['DeviceOpenConversationDto', { ...TITLE, ...DEVICE }],
  ['UserOpenConversationDto', TITLE],
  ['DeviceRenameDto', { ...TITLE, ...DEVICE }],
  ['UserRenameDto', TITLE],
  [
    'ChatResponseDto',
    {
      conversation_id: EXAMPLE_IDS.conversation,
      user_message_id: EXAMPLE_IDS.question,
      assistant_message_id: EXAMPLE_IDS.answer,
      response: ANSWERED,
      message: ANSWERED,
      metadata,
    },
  ],
  [
    'TurnDto',
    {
      id: EXAMPLE_IDS.turn,
      conversation_id: EXAMPLE_IDS.conversation,
      status: 'running',
      user_message_id: EXAMPLE_IDS.question,
      assistant_message_id: null,
      response: null,
      error: null,
    },
  ],
  ['ConversationDto', conversation],
  ['ConversationListDto', { conversations: [conversation], ...page }],
  ['ConversationDetailDto', { ...conversation, messages, has_more: false }],
  [
    'MessageListDto',
    { conversation_id: EXAMPLE_IDS.conversation, messages, ...page, total: 2, has_more: false },
  ],
  ['ErasedConversationDto', { id: EXAMPLE_IDS.conversation, deleted: true }],
  [
    'MemoryDto',
    {
      conversation_id: EXAMPLE_IDS.conversation,
      source: 'database',
      size: 10,
      messages: messages.map(({ seq, role, content }) => ({ seq, role, content })),
    },
  ],
  ['ForgottenMemoryDto', { conversation_id: EXAMPLE_IDS.conversation, forgotten: true }],
  [
    'HealthReportDto',
    {
      status: 'degraded',
      checks: { database: { status: 'ok', latency_ms: 2 }, agent: { status: 'degraded' } },
    },
  ],
]);
