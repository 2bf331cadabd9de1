import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { Settings } from '../config/settings.js';
import { DatabaseClient } from './database.client.js';
import { NotificationsClient } from './notifications.client.js';

/** The pool, the named statements and the wake-up channels over it. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({ ...dataSourceOptions(settings.database), retryAttempts: 0 }),
    }),
  ],
  providers: [DatabaseClient, NotificationsClient],
  exports: [DatabaseClient, NotificationsClient],
})
export class DatabaseModule {}
