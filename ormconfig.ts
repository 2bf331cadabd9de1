import 'reflect-metadata';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CreateConversations1763600000000 } from './migrations/1763600000000-create-conversations.js';
import { CreateKnowledge1763600100000 } from './migrations/1763600100000-create-knowledge.js';
import { IndexUnpurged1763700000000 } from './migrations/1763700000000-index-unpurged.js';
import { CreateOutbox1763800000000 } from './migrations/1763800000000-create-outbox.js';
import { CreateMessengerProfiles1763900000000 } from './migrations/1763900000000-create-messenger-profiles.js';
import { Conversation } from './src/conversation/conversation.entity.js';
import { Message } from './src/conversation/message.entity.js';
import { Turn } from './src/chat/turn.entity.js';
import { KnowledgeChunk } from './src/knowledge/knowledge-chunk.entity.js';
import { KnowledgeDocument } from './src/knowledge/knowledge-document.entity.js';
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

/** How the app, the tests and the TypeORM CLI reach the database. Times in ms. */
export function dataSourceOptions(
  database: Pick<Settings['database'], 'url' | 'poolSize'>,
): DataSourceOptions {
  return {
    type: 'postgres',
    url: database.url ?? undefined,
    entities: [
      Conversation,
      Message,
      Turn,
      KnowledgeDocument,
      KnowledgeChunk,
      MessengerSender,
      MessengerProfileState,
      OutboxPart,
    ],
    migrations: [
      CreateConversations1763600000000,
      CreateKnowledge1763600100000,
      IndexUnpurged1763700000000,
      CreateOutbox1763800000000,
      CreateMessengerProfiles1763900000000,
    ],
    migrationsTransactionMode: 'each',
    poolSize: database.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: GuardedClient,
      stream: () => boundedSocket(SILENCE_MS),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
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
