import type { DataSource } from 'typeorm';
import { DatabaseClient } from '../../src/database/database.client.js';
import {
  MessengerProfileRepository,
  type ProfileRecord,
} from '../../src/messenger/messenger-profile.repository.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { openDataSource } from '../support/turn-lab.js';

const SYNCED: ProfileRecord = { state: 'synced', errorCode: null, pauseMs: null };
const REFUSED: ProfileRecord = { state: 'refused', errorCode: '190', pauseMs: null };
const NOT_OURS = { attempts: null, isSettled: false };

describe(MessengerProfileRepository.name, () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let profiles: MessengerProfileRepository;
  let pages = 0;
  let target: { pageId: string; digest: string };

  beforeAll(async () => {
    database = await cloneDatabase();
    dataSource = await openDataSource(database.url);
    profiles = new MessengerProfileRepository(new DatabaseClient(dataSource));
  });
  beforeEach(() => {
    target = { pageId: String((pages += 1)), digest: 'one' };
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** As if all that has happened to the page had happened that much earlier. */
  const wait = (span: string): Promise<unknown> =>
    dataSource.query(
      `UPDATE messenger_profiles SET due_at = due_at - $2::interval,
         claims = (SELECT array_agg(claim - $2::interval ORDER BY claim DESC) FROM unnest(claims) AS claim)
       WHERE page_id = $1`,
      [target.pageId, span],
    );

  it('gives a page to one of many who ask at the same time', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => profiles.claim(target)));

    expect(claims.filter(({ attempts }) => attempts === 1)).toHaveLength(1);
    expect(claims.filter(({ attempts }) => attempts === null)).toHaveLength(7);
  });

  it('gives it to another one after five minutes without a word', async () => {
    await profiles.claim(target);

    expect(await profiles.claim(target)).toEqual(NOT_OURS);
    await wait('5 minutes');
    expect(await profiles.claim(target)).toEqual({ attempts: 2, isSettled: false });
  });

  it.each([SYNCED, REFUSED])(
    'is settled by its end, $state, and for the next start it is new',
    async (end) => {
      await profiles.claim(target);
      await profiles.record(target, end);

      expect(await profiles.claim(target)).toEqual({ attempts: null, isSettled: true });
      await wait('5 minutes');
      expect(await profiles.claim(target)).toMatchObject({ attempts: 1 });
    },
  );

  it('gives it out again after the pause of a failure, and counts', async () => {
    await profiles.claim(target);
    await profiles.record(target, { state: 'failed', errorCode: '2', pauseMs: 30_000 });

    expect(await profiles.claim(target)).toEqual(NOT_OURS);
    await wait('30 seconds');
    expect(await profiles.claim(target)).toEqual({ attempts: 2, isSettled: false });
  });

  it('gives it out at once where something else is declared', async () => {
    await profiles.claim(target);
    await profiles.record(target, SYNCED);

    expect(await profiles.claim({ ...target, digest: 'two' })).toEqual({ attempts: 1, isSettled: false });
    await profiles.record(target, REFUSED);
    expect(await profiles.claim({ ...target, digest: 'two' })).toEqual(NOT_OURS);
  });

  it('gives it out three times in eleven minutes, whatever is declared', async () => {
    for (const digest of ['one', 'two', 'three']) await profiles.claim({ ...target, digest });

    expect(await profiles.claim({ ...target, digest: 'four' })).toEqual(NOT_OURS);
    await wait('10 minutes');
    expect(await profiles.claim({ ...target, digest: 'four' })).toEqual(NOT_OURS);
    await wait('61 seconds');
    expect(await profiles.claim({ ...target, digest: 'four' })).toMatchObject({ attempts: 1 });
  });
});
