import 'reflect-metadata';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CreateConversations1763600000000 } from './migrations/1763600000000-create-conversations.js';
import { CreateKnowledge1763600100000 } from './migrations/1763600100000-create-knowledge.js';
import { IndexUnpurged1763700000000 } from './migrations/1763700000000-index-unpurged.js';
import { CreateOutbox1763800000000 } from './migrations/1763800000000-create-outbox.js';
import { CreateMessengerProfiles1763900000000 } from './migrations/1763900000000-create-messenger-profiles.js';
import { ExtendKnowledge1764000000000 } from './migrations/1764000000000-extend-knowledge.js';
import { CreateFeedback1764100000000 } from './migrations/1764100000000-create-feedback.js';
import { CreateMessageWords1764110000000 } from './migrations/1764110000000-create-message-words.js';
import { CreateMessageVersions1764120000000 } from './migrations/1764120000000-create-message-versions.js';
import { CreateTurnEvents1764200000000 } from './migrations/1764200000000-create-turn-events.js';
import { CreateConversationSummaries1764300000000 } from './migrations/1764300000000-create-conversation-summaries.js';
import { CreateKnowledgeStarters1764310000000 } from './migrations/1764310000000-create-knowledge-starters.js';
import { Conversation } from './src/conversation/conversation.entity.js';
import { MessageFeedback } from './src/conversation/message-feedback.entity.js';
import { MessageVersion } from './src/conversation/message-version.entity.js';
import { Message } from './src/conversation/message.entity.js';
import { Turn } from './src/chat/turn.entity.js';
import { TurnEvent } from './src/stream/turn-event.entity.js';
import { KnowledgeChunk } from './src/knowledge/knowledge-chunk.entity.js';
import { KnowledgeDocument } from './src/knowledge/knowledge-document.entity.js';
import { KnowledgeLanguage } from './src/knowledge/knowledge-language.entity.js';
import { KnowledgeStarter } from './src/knowledge/knowledge-starter.entity.js';
import { KnowledgeWord } from './src/knowledge/knowledge-word.entity.js';
import { ConversationSummary } from './src/memory/conversation-summary.entity.js';
import { MessengerProfileState } from './src/messenger/messenger-profile.entity.js';
import { MessengerSender } from './src/messenger/messenger-sender.entity.js';
import { OutboxPart } from './src/messenger/outbox.entity.js';
import { loadSettings, type Settings } from './src/config/settings.js';
import { boundedSocket } from './src/database/bounded-socket.js';
import { GuardedClient } from './src/database/guarded-client.js';

/** Server-side bounds of every statement, so that a hung one frees its connection by itself. */
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 8_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** Client-side bounds, for a server that does not answer at all. */
const CONNECT_TIMEOUT_MS = 5_000;
const SILENCE_MS = 12_000;

const ENTITIES = [
  Conversation,
  Message,
  MessageFeedback,
  MessageVersion,
  Turn,
  TurnEvent,
  ConversationSummary,
  KnowledgeDocument,
  KnowledgeChunk,
  KnowledgeLanguage,
  KnowledgeStarter,
  KnowledgeWord,
  MessengerSender,
  MessengerProfileState,
  OutboxPart,
];

/** In their order. */
const MIGRATIONS = [
  CreateConversations1763600000000,
  CreateKnowledge1763600100000,
  IndexUnpurged1763700000000,
  CreateOutbox1763800000000,
  CreateMessengerProfiles1763900000000,
  ExtendKnowledge1764000000000,
  CreateFeedback1764100000000,
  CreateMessageWords1764110000000,
  CreateMessageVersions1764120000000,
  CreateTurnEvents1764200000000,
  CreateConversationSummaries1764300000000,
  CreateKnowledgeStarters1764310000000,
];

/** How the app, the tests and the TypeORM CLI reach the database. Times in ms. */
export function dataSourceOptions(
  database: Pick<Settings['database'], 'url' | 'poolSize'>,
): DataSourceOptions {
  return {
    type: 'postgres',
    url: database.url ?? undefined,
    entities: [...ENTITIES],
    migrations: [...MIGRATIONS],
    migrationsTransactionMode: 'each',
    poolSize: database.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: GuardedClient,
      stream: () => boundedSocket(SILENCE_MS),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      options: '-c jit=off', // Of what we ask, compiling takes longer than running: 60 ms of a search of 1 ms.
      keepAlive: true,
    },
  };
}

/** For the TypeORM CLI, which awaits it: the settings are read then, not by whoever imports the options. */
const dataSource: PromiseLike<DataSource> = {
  then: (onReady, onFailure) => ofEnvironment().then(onReady, onFailure),
};
export default dataSource;

async function ofEnvironment(): Promise<DataSource> {
  return new DataSource(dataSourceOptions(loadSettings(process.env).database));
}
