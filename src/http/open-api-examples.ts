/** Ids that stand in every example, so that a reader sees what belongs together. */
export const EXAMPLE_IDS = {
  conversation: '01936f6e-7c1a-7000-8000-000000000001',
  question: '01936f6e-7c1a-7000-8000-000000000002',
  answer: '01936f6e-7c1a-7000-8000-000000000003',
  turn: '01936f6e-7c1a-7000-8000-000000000004',
  document: '01936f6e-7c1a-7000-8000-000000000005',
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
  timing: {
    total_ms: 1240,
    queue_ms: 3,
    agent_ms: 1180,
    stages_ms: { screen: 0.11, language: 0.4, intent: 0.06, knowledge: 3.27, agent: 1180.42, guard: 0.05 },
  },
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
    feedback: null,
  },
  {
    id: EXAMPLE_IDS.answer,
    seq: 2,
    role: 'assistant',
    content: ANSWERED,
    metadata,
    ...tools,
    created_at: ANSWERED_AT,
    feedback: null,
  },
];

const FEEDBACK = { rating: 'like', comment: 'Just what I needed.' };

const knowledgeDocument = {
  id: EXAMPLE_IDS.document,
  source: 'opening-hours',
  title: 'Opening hours',
  url: 'https://example.org/hours',
  chunk_count: 1,
  created_at: ASKED_AT,
  updated_at: ASKED_AT,
};

const page = { total: 1, limit: 50, offset: 0 };

/** What a body looks like, by the name of its schema. */
export const EXAMPLES: ReadonlyMap<string, object> = new Map<string, object>([
  ['DeviceChatDto', { message: ASKED, ...DEVICE }],
  ['UserChatDto', { message: ASKED, conversation_id: 'primary' }],
  ['DeviceOpenConversationDto', { ...TITLE, ...DEVICE }],
  ['UserOpenConversationDto', TITLE],
  ['DeviceRenameDto', { ...TITLE, ...DEVICE }],
  ['UserRenameDto', TITLE],
  ['DeviceFeedbackDto', { ...FEEDBACK, ...DEVICE }],
  ['UserFeedbackDto', FEEDBACK],
  ['RatedMessageDto', { id: EXAMPLE_IDS.answer, ...FEEDBACK, updated_at: ANSWERED_AT }],
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
      summary: { text: 'The user is called Ada and lives in London.', through_seq: 8 },
      messages: messages.map(({ seq, role, content }) => ({ seq: seq + 8, role, content })),
    },
  ],
  ['ForgottenMemoryDto', { conversation_id: EXAMPLE_IDS.conversation, forgotten: true }],
  [
    'NewDocumentDto',
    {
      source: 'opening-hours',
      url: 'https://example.org/hours',
      content: `# Opening hours\n\n## ${ASKED}\n\n${ANSWERED}`,
    },
  ],
  ['KnowledgeDocumentDto', knowledgeDocument],
  ['KnowledgeDocumentListDto', { documents: [knowledgeDocument], ...page }],
  ['DeletedDocumentDto', { id: EXAMPLE_IDS.document, deleted: true }],
  [
    'KnowledgeSearchDto',
    {
      sources: [
        {
          document_id: EXAMPLE_IDS.document,
          source: 'opening-hours',
          title: ASKED,
          url: 'https://example.org/hours',
          snippet: ANSWERED,
          score: 0.92,
        },
      ],
    },
  ],
  [
    'HealthReportDto',
    {
      status: 'degraded',
      checks: { database: { status: 'ok', latency_ms: 2 }, agent: { status: 'degraded' } },
    },
  ],
]);

/** A turn that tells what it does, as server-sent events. */
export const EVENT_STREAM = {
  'text/event-stream': {
    schema: { type: 'string' },
    example: [
      `id: 1048577\nevent: turn.started\ndata: {"turn_id":"${EXAMPLE_IDS.turn}"}\n\n`,
      'id: 1048578\nevent: message.delta\ndata: {"delta":"Parley "}\n\n',
    ].join(''),
  },
};
